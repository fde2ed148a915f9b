using System.Net;
using System.Net.Mail;
using CpqBilling.Engine.Outgoing;

namespace CpqBilling.Cli.Composition;

/// <summary>How mail is sent, and which private networks webhooks may reach, out of the settings of an installation.</summary>
/// <param name="textOrFile">Reads a setting that may stand in a file of its own.</param>
internal sealed class OutgoingSettings(IConfiguration root, Func<string, string?> textOrFile)
{
    private const int SubmissionPort = 587;

    /// <exception cref="CommandException">A value is wrong; its setting is named.</exception>
    public OutgoingOptions Options =>
        new(
            Mail,
            [
                .. (root["outgoingPrivateNetworks"] ?? "")
                    .Split([',', ' '], StringSplitOptions.RemoveEmptyEntries)
                    .Select(text =>
                        IPNetwork.TryParse(text, out var network)
                            ? network
                            : throw new CommandException($"{text} is no network for outgoingPrivateNetworks: write it as 10.1.0.0/16.")
                    ),
            ]
        );

    private MailServer? Mail
    {
        get
        {
            if (root["smtpHost"] is not { Length: > 0 } host)
            {
                return null;
            }

            var isPlain = Truth("smtpPlain");
            if (!Uri.TryCreate($"submission://{host}", UriKind.Absolute, out var address) || address.Host.Length == 0)
            {
                throw new CommandException($"{host} is no server for smtpHost: write HOST or HOST:PORT.");
            }

            if (isPlain && !address.IsLoopback)
            {
                throw new CommandException($"Mail for {address.Host} would travel in clear: smtpPlain is for a server on this machine.");
            }

            return root["smtpFrom"] is { } from && MailAddress.TryCreate(from, out _)
                ? new MailServer(
                    address.Host,
                    address.Port < 0 ? SubmissionPort : address.Port,
                    from,
                    root["smtpUser"],
                    textOrFile("smtpPassword"),
                    isPlain
                )
                : throw new CommandException("smtpHost needs smtpFrom: the address that mails come from.");
        }
    }

    private bool Truth(string name) =>
        root[name] switch
        {
            null or "" or "false" => false,
            "true" => true,
            var other => throw new CommandException($"{other} is no value for {name}: write true or false."),
        };
}
