namespace CpqBilling.Engine.Application.Packages;

public sealed record PackageError(string Code, string Message, string RecordId, string? Field);
