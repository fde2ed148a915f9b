using CpqBilling.Sandbox.Salesforce.Org;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The CPQ package settings of an org that change what is sold for how much.</summary>
internal sealed class CpqSettings
{
    public const string PrecisionFact = "prorationPrecision";

    /// <summary>An org kept in a file remembers its settings.</summary>
    public void Recall(SandboxOrg org)
    {
        if (org.Fact(PrecisionFact) is { } kept)
            Precision = ProrationPrecisions.Parse(kept);
    }

    public ProrationPrecision Precision { get; set; } = ProrationPrecision.MonthlyAndDaily;
}
