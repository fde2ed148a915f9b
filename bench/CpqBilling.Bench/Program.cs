using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CpqBilling.Bench.Calls;
using CpqBilling.Bench.Sandbox;
using CpqBilling.Bench.Translation;

switch (args)
{
    case ["translation"]:
        TranslationTable.Print(Console.Out);
        return 0;
    case ["calls"]:
        return await CallTable.PrintAsync(Console.Out) ? 0 : 1;
    case ["sandbox"]:
        await StripeTable.PrintAsync(Console.Out);
        return 0;
    case ["benchmark", .. var rest]:
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(FirstOrderBenchmarks).Assembly).Run(rest, DefaultConfig.Instance.AddJob(job));
        return 0;
    default:
        Console.Error.WriteLine("translation | calls | sandbox | benchmark [arguments of BenchmarkDotNet]");
        return 2;
}
