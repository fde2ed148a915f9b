using System.Diagnostics.Metrics;

namespace CpqBilling.Web.Telemetry;

/// <summary>The instruments of the service. Their names are kept: dashboards and alerts are built on them (deploy/grafana, deploy/prometheus).</summary>
/// <remarks>No label is an org, an account or a record: a series for each would grow without end.</remarks>
internal sealed class BillingMeter
{
    public const string Name = "CpqBilling";

    /// <summary>Seconds, from a step that changes nothing to a backfilled contract of a large customer.</summary>
    private static readonly double[] Durations = [0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60];

    /// <summary>Seconds, from an event to an order that waited for somebody over the weekend.</summary>
    private static readonly double[] Lags = [1, 2, 5, 10, 30, 60, 300, 900, 3600, 14400, 86400, 259200];

    public BillingMeter(IMeterFactory meters)
    {
        Meter = meters.Create(Name);
        Runs = Meter.CreateCounter<long>("cpqbilling.runs", "{run}", "Runs that ended, by outcome");
        Calls = Meter.CreateCounter<long>("cpqbilling.calls", "{call}", "Calls that runs made, by side");
        Errors = Meter.CreateCounter<long>("cpqbilling.errors", "{error}", "Errors that runs ended with, by code");
        Duration = Meter.CreateHistogram("cpqbilling.sync.duration", "s", "How long runs took", advice: Buckets(Durations));
        Lag = Meter.CreateHistogram("cpqbilling.sync.lag", "s", "From the activation of an order to its billing", advice: Buckets(Lags));
    }

    public Meter Meter { get; }

    public Counter<long> Runs { get; }

    public Counter<long> Calls { get; }

    public Counter<long> Errors { get; }

    public Histogram<double> Duration { get; }

    public Histogram<double> Lag { get; }

    private static InstrumentAdvice<double> Buckets(double[] bounds) => new() { HistogramBucketBoundaries = bounds };
}
