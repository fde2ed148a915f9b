namespace CpqBilling.Engine.Application.Access;

/// <param name="Id">Of the credential, as the authenticator knows it.</param>
public sealed record PasskeyView(byte[] Id, string Name, DateTimeOffset CreatedAt);
