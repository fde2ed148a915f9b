using CpqBilling.EndToEnd;
using Xunit;

[assembly: AssemblyFixture(typeof(ServingDemo))]

namespace CpqBilling.EndToEnd;

/// <summary>One demo for all tests that only look at it.</summary>
public sealed class ServingDemo : IAsyncLifetime
{
    private readonly DemoProcess _demo = DemoProcess.Begin(data: null);

    public Uri Address => _demo.Address;

    public async ValueTask InitializeAsync() => await _demo.ServingAsync();

    public ValueTask DisposeAsync() => _demo.DisposeAsync();
}
