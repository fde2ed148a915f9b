using System.CommandLine;

namespace CpqBilling.Cli.Commands;

/// <summary><c>connect …</c>: makes an org or a Stripe account part of the installation. Nothing is kept before it was tried.</summary>
internal static class ConnectCommand
{
    public static Command Create() =>
        new("connect", "Connect a Salesforce org or a Stripe account to the installation.")
        {
            ConnectSalesforce.Create(),
            ConnectStripe.Create(),
            ConnectCertificate.Create(),
        };
}
