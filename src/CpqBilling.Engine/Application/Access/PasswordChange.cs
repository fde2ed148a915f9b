namespace CpqBilling.Engine.Application.Access;

/// <param name="Present">Proves that the person is the one who may change it.</param>
public sealed record PasswordChange(string Present, string Next);
