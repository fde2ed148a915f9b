using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>The description of the API that readers of the repository see is the one in force.</summary>
public sealed class ApiDescriptionTests
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Description_IsTheOneInTheRepository()
    {
        await using var service = await AccessServer.StartAsync();
        using var http = new HttpClient { BaseAddress = service.Server.Addresses[0] };

        var inForce = (await http.GetStringAsync(new Uri("/openapi/v1.json", UriKind.Relative), Cancellation)).ReplaceLineEndings("\n") + "\n";

        var file = SourceFile.Of("docs", "openapi.json");
        if (Environment.GetEnvironmentVariable("UPDATE_OPENAPI") == "1")
        {
            await File.WriteAllTextAsync(file, inForce, Cancellation);
        }

        Assert.Equal(await File.ReadAllTextAsync(file, Cancellation), inForce);
    }
}
