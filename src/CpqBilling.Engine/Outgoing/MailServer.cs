namespace CpqBilling.Engine.Outgoing;

/// <summary>The server that mail is handed to.</summary>
/// <param name="From">Address that mails come from.</param>
/// <param name="User">Null where the server asks nobody who they are.</param>
/// <param name="IsPlain">Without TLS: for a server on the same machine.</param>
public sealed record MailServer(string Host, int Port, string From, string? User, string? Password, bool IsPlain);
