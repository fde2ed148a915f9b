using System.Net.Http.Json;
using System.Text.Json.Nodes;

namespace CpqBilling.Sandbox.Stripe.Tests;

/// <summary>One server for all tests; every test has an account of its own, by its own key.</summary>
public sealed class SandboxFixture : IAsyncLifetime
{
    private StripeSandbox? _sandbox;

    internal StripeSandbox Sandbox => _sandbox!;

    public Uri Address => Sandbox.Address;

    public async ValueTask InitializeAsync() => _sandbox = await StripeSandbox.StartAsync(new StripeSandboxOptions());

    public ValueTask DisposeAsync() => Sandbox.DisposeAsync();

    internal Api NewAccount() => new(Address, $"sk_test_{Guid.NewGuid():N}");
}

[CollectionDefinition(Name)]
public sealed class SandboxTests : ICollectionFixture<SandboxFixture>
{
    public const string Name = "sandbox";
}
