using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using CpqBilling.Bench.Calls;
using CpqBilling.Bench.Sandbox;
using CpqBilling.Bench.Service;
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
    case ["service", .. var rest] when rest.Length <= 2 && rest.All(text => int.TryParse(text, out var number) && number > 0):
        var orders = rest.Length > 0 ? int.Parse(rest[0], null) : 5_000;
        var perSecond = rest.Length > 1 ? int.Parse(rest[1], null) : 25;
        return await DrainTable.PrintAsync(Console.Out, orders, perSecond) ? 0 : 1;
    case ["benchmark", .. var arguments]:
        var job = Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance);
        BenchmarkSwitcher.FromAssembly(typeof(FirstOrderBenchmarks).Assembly).Run(arguments, DefaultConfig.Instance.AddJob(job));
        return 0;
    default:
        Console.Error.WriteLine("translation | calls | sandbox | service [orders] [requests a second] | benchmark [arguments of BenchmarkDotNet]");
        return 2;
}
