using CpqBilling.Cli.Grammar;
using CpqBilling.Cli.Tests.Access;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Storage.Rows;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Commands that ask a running service by its address and a key, from a machine without its folder.</summary>
public sealed class RemoteCommandTests
{
    private const string Org = "00D000000000001AAA";
    private const string Order = "801000000000001AAA";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Commands_TellWhatTheServiceTells_AndAskIt()
    {
        await using var service = await AccessServer.StartAsync();
        await service.ConnectAsync(Org, "acct_own", "secret", "sk_test_own");
        await new JobQueue(service.Installation.Database).EnqueueAsync(
            new JobRequest(new FamilyKey(Org, "0Q0000000000001AAA"), [Order], "backfill", JobPriority.Backfill, AccessServer.Now),
            Cancellation
        );
        using var folder = new ServiceFolder();
        var url = service.Server.Addresses[0].ToString();
        var key = await KeyFileAsync(service, folder);

        var jobs = await CommandLine.RunAsync("jobs", "--url", url, "--key-file", key, "--json");
        Assert.Equal(ExitCodes.Done, jobs.Code);
        Assert.Contains(Order, jobs.Output, StringComparison.Ordinal);
        var issues = await CommandLine.RunAsync("issues", "--url", url, "--key-file", key);
        Assert.Equal((ExitCodes.Done, "Nothing holds money back."), (issues.Code, issues.Output.Trim()));
        Assert.Equal(ExitCodes.Done, (await CommandLine.RunAsync("runs", "--url", url, "--key-file", key)).Code);
        var retried = await CommandLine.RunAsync("retry", Order, "--url", url, "--key-file", key);
        Assert.Equal((ExitCodes.Done, "The service was asked to look at one order again."), (retried.Code, retried.Output.Trim()));

        await File.WriteAllTextAsync(key, "cpqb_wrong", Cancellation);
        Assert.Equal(ExitCodes.Refused, (await CommandLine.RunAsync("jobs", "--url", url, "--key-file", key)).Code);
    }

    private static async Task<string> KeyFileAsync(AccessServer service, ServiceFolder folder)
    {
        var made = await service.Access.Keys.MakeAsync(
            Actor.OnMachine("test"),
            new NewApiKey(Org, "commands", [KeyScopes.Operate]),
            AccessServer.Now,
            Cancellation
        );
        var file = folder.File("api.key");
        await File.WriteAllTextAsync(file, Assert.IsType<AccessOutcome<string>.Done>(made).Value + "\n", Cancellation);
        return file;
    }
}
