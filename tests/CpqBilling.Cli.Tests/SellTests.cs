using System.CommandLine;
using CpqBilling.Cli.Commands;
using CpqBilling.Sandbox.Salesforce;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>The sales team by command line: from a customer to an amended contract, each command giving the id for the next.</summary>
public sealed class SellTests
{
    [Fact]
    public async Task FromAccountToAmendment()
    {
        await using var org = await SalesforceSandbox.StartAsync(new SalesforceSandboxOptions(), TestContext.Current.CancellationToken);
        var account = await SellAsync(org, "account", "Coho Winery");
        var product = await SellAsync(org, "product", "Cellar", "10", "--frequency", "Monthly");
        var quote = await SellAsync(org, "quote", account, $"{product}=3", "--start", "2026-01-01");
        var order = await SellAsync(org, "activate", await SellAsync(org, "order", quote));
        var contract = await SellAsync(org, "contract", order);
        var amendment = await SellAsync(org, "amend", contract, $"{product}=5", "--start", "2026-07-01");

        Assert.Equal(["001", "01t", "801", "800", "801"], new[] { account, product, order, contract, amendment }.Select(id => id[..3]));
        Assert.NotEqual(order, amendment);
    }

    [Fact]
    public async Task QuantityThatIsNone_IsOneSentence()
    {
        await using var org = await SalesforceSandbox.StartAsync(new SalesforceSandboxOptions(), TestContext.Current.CancellationToken);
        string[] arguments = ["sell", "quote", "001", "01t=many", "--start", "2026-01-01", "--org", org.Address.ToString()];

        var (code, output, error) = await CommandLine.SaidAsync(arguments);

        Assert.Equal((2, ""), (code, output));
        Assert.Contains("PRODUCT=QUANTITY, not 01t=many.", error, StringComparison.Ordinal);
    }

    private static async Task<string> SellAsync(SalesforceSandbox org, params string[] words)
    {
        var (exitCode, output) = await CommandLine.RunAsync(["sell", .. words, "--org", org.Address.ToString()]);
        Assert.Equal(0, exitCode);
        return output;
    }
}
