using System.CommandLine;
using CpqBilling.Cli.Composition;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Installations;

namespace CpqBilling.Cli.Commands;

/// <summary><c>connect certificate NAME</c>: makes what the sign-in by JWT needs.</summary>
internal static class ConnectCertificate
{
    private static readonly Argument<string> Name = new("NAME") { Description = "Files to write: NAME.key and NAME.crt." };
    private static readonly Option<int> Days = new Option<int>("--days")
    {
        Description = "How long it is valid.",
        DefaultValueFactory = _ => 365,
    }.Between(1, 3650);

    public static Command Create()
    {
        var command = new Command("certificate", "Make a private key and a certificate for signing in to Salesforce by JWT.") { Name, Days };
        command.SetAction((result, _) => RunAsync(result));
        return command;
    }

    private static async Task<int> RunAsync(ParseResult result)
    {
        var (key, certificate) = ($"{result.GetValue(Name)}.key", $"{result.GetValue(Name)}.crt");
        if (File.Exists(key) || File.Exists(certificate))
        {
            throw new CommandException($"{key} or {certificate} is there already: a key in use is not overwritten.");
        }

        var made = SigningCertificate.Create(DateTimeOffset.UtcNow, result.GetValue(Days));
        try
        {
            PrivateFiles.Create(key, made.PrivateKeyPem);
            await File.WriteAllTextAsync(certificate, made.CertificatePem);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandException($"{key} cannot be written: {error.Message}");
        }

        var output = result.InvocationConfiguration.Output;
        await output.WriteLineAsync($"Made {key}, which stays here, and {certificate}, valid until {made.ValidUntil:yyyy-MM-dd}.");
        await output.WriteLineAsync(
            $"Upload {certificate} to the external client app (OAuth settings, Enable JWT Bearer Flow), approve the app for the user,"
        );
        await output.WriteLineAsync($"then: cpqbilling connect salesforce URL --flow jwt --client-id KEY --username USER --key-file {key}");
        return 0;
    }
}
