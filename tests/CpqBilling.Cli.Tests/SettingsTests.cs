using System.Text.Json;
using CpqBilling.Cli.Grammar;
using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary><c>settings</c> tells what is in force and who said so; what is wrong with it is told before a service opens anything.</summary>
public sealed class SettingsTests : IDisposable
{
    private readonly ServiceFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task CommandLineWinsOverTheFile_AndEachIsNamed()
    {
        await WriteAsync("""{ "urls": "http://localhost:9000", "metrics": "prometheus", "Logging": { "LogLevel": { "Default": "Debug" } } }""");

        var rows = await RowsAsync("--urls", "http://localhost:7000");

        Assert.Equal(("http://localhost:7000", "--urls"), rows["urls"]);
        Assert.Equal(("prometheus", _folder.File("cpqbilling.json")), rows["metrics"]);
        Assert.Equal(("Debug", _folder.File("cpqbilling.json")), rows["Logging:LogLevel:Default"]);
        Assert.Equal((null, "default"), rows["publicUrl"]);
        Assert.Equal((_folder.FullPath, "--data"), rows["data"]);
    }

    [Fact]
    public async Task Secrets_AreNeverShown()
    {
        const string password = "not-for-eyes";
        await File.WriteAllTextAsync(_folder.File("key"), Convert.ToBase64String(new byte[32]), TestContext.Current.CancellationToken);
        await WriteAsync(
            $$"""
            {
              "database": "Host=db.example;Database=billing;Username=billing;Password={{password}}",
              "masterKeyFile": "{{_folder.File("key")}}",
              "clusterCertificatePassword": "{{password}}",
              "Kestrel": { "Certificates": { "Default": { "Path": "site.pfx", "Password": "{{password}}" } } }
            }
            """
        );

        var (code, output) = await CommandLine.RunAsync("settings", "--data", _folder.FullPath);
        var rows = await RowsAsync();

        Assert.Equal(ExitCodes.Done, code);
        Assert.DoesNotContain(password, output, StringComparison.Ordinal);
        Assert.Equal("db.example:5432/billing", rows["database"].Value);
        Assert.Equal(("(secret)", $"the file {_folder.File("key")}, named by {_folder.File("cpqbilling.json")}"), rows["masterKey"]);
        Assert.Equal("(secret)", rows["clusterCertificatePassword"].Value);
        Assert.Equal("(secret)", rows["Kestrel:Certificates:Default:Password"].Value);
        Assert.Equal("site.pfx", rows["Kestrel:Certificates:Default:Path"].Value);
    }

    /// <summary>Neither <c>settings</c> nor <c>serve</c> passes over a wrong value, and neither makes a database before it is told.</summary>
    [Theory]
    [InlineData("""{ "databse": "Host=db" }""", "There is no setting databse. Did you mean database?")]
    [InlineData("""{ "data": "/elsewhere" }""", "data says where this file is looked for")]
    [InlineData("""{ "urls": "localhost" }""", "localhost is no address for --urls")]
    [InlineData("""{ "urls": "http://0.0.0.0:80" }""", "would be open to others without TLS")]
    [InlineData("""{ "publicUrl": "billing" }""", "publicUrl")]
    [InlineData("""{ "trustedProxies": "proxy" }""", "proxy is no proxy for trustedProxies")]
    [InlineData("""{ "metrics": "graphite" }""", "graphite is no value of the setting metrics")]
    [InlineData("""{ "clusterAddress": "node-1" }""", "node-1 is no address for clusterAddress")]
    [InlineData("""{ "clusterAddress": "192.0.2.1" }""", "name it with clusterCertificate")]
    [InlineData("""{ "clusterCertificate": "/nowhere.pfx" }""", "The certificate /nowhere.pfx (clusterCertificate) cannot be used")]
    [InlineData("""{ "database": "billing.db" }""", "The setting database names no server")]
    [InlineData("""{ "masterKey": "short" }""", "The master key in the setting masterKey is no key")]
    [InlineData("""{ "masterKeyFile": "/nowhere" }""", "The file /nowhere, named by masterKeyFile, cannot be read")]
    public async Task WrongValue_IsToldInOneSentence(string file, string sentence)
    {
        await WriteAsync(file);
        foreach (var command in new[] { "settings", "serve" })
        {
            var (code, _, error) = await CommandLine.SaidAsync(command, "--data", _folder.FullPath);

            Assert.Equal(ExitCodes.Refused, code);
            // Variables of a test run are named beside it.
            var told = Assert.Single(error.Split('\n'), line => !line.StartsWith("Not a setting", StringComparison.Ordinal));
            Assert.Contains(sentence, told, StringComparison.Ordinal);
            Assert.False(File.Exists(_folder.File("cpqbilling.db")), "nothing was opened");
        }
    }

    private async Task<Dictionary<string, (string? Value, string Source)>> RowsAsync(params string[] options)
    {
        var (code, output) = await CommandLine.RunAsync(["settings", "--json", "--data", _folder.FullPath, .. options]);
        Assert.Equal(ExitCodes.Done, code);
        return JsonDocument
            .Parse(output)
            .RootElement.EnumerateArray()
            .ToDictionary(
                row => row.GetProperty("name").GetString()!,
                row => (row.GetProperty("value").GetString(), row.GetProperty("source").GetString()!)
            );
    }

    private Task WriteAsync(string json) => File.WriteAllTextAsync(_folder.File("cpqbilling.json"), json, TestContext.Current.CancellationToken);
}
