using CpqBilling.Cli.Demo;
using CpqBilling.Cli.Tests;
using Xunit;

[assembly: AssemblyFixture(typeof(DemoFixture))]

namespace CpqBilling.Cli.Tests;

/// <summary>A demo that has been played, with its pages; shared by all tests, which only look or sell more.</summary>
public sealed class DemoFixture : IAsyncLifetime
{
    internal DemoRun Run { get; private set; } = null!;

    internal HttpClient Http { get; } = new();

    public async ValueTask InitializeAsync()
    {
        Run = await DemoRun.StartAsync(new DemoOptions(Once: false, Json: true, Port: 0, Data: null), CancellationToken.None);
        await Run.PlayAsync(_ => { }, CancellationToken.None);
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Run.DisposeAsync();
    }

    internal string OrderOf(string customer) => Run.Board.Orders.First(order => order.Customer == customer).Id;
}
