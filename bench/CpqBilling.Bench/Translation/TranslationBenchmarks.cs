using BenchmarkDotNet.Attributes;
using CpqBilling.Core.Translation;

namespace CpqBilling.Bench.Translation;

[MemoryDiagnoser]
public class FirstOrderBenchmarks
{
    private OrderSnapshot _snapshot = null!;

    [Params(1, 10, 100, 1000)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Prepare() => _snapshot = SizedContract.FirstOrder(Lines);

    [Benchmark]
    public TranslationResult Translate() => OrderTranslator.Translate(SizedContract.Anew(_snapshot));
}

[MemoryDiagnoser]
public class AmendedContractBenchmarks
{
    private OrderSnapshot _whole = null!;
    private OrderSnapshot _last = null!;

    [Params(25, 50, 100)]
    public int Amendments { get; set; }

    [Params(50, 100)]
    public int Lines { get; set; }

    [GlobalSetup]
    public void Prepare() => (_whole, _last) = (SizedContract.Amended(Amendments, Lines), SizedContract.LastAmendment(Amendments, Lines));

    [Benchmark]
    public TranslationResult WholeContract() => OrderTranslator.Translate(SizedContract.Anew(_whole));

    [Benchmark]
    public TranslationResult LastAmendment() => OrderTranslator.Translate(SizedContract.Anew(_last));
}
