namespace CpqBilling.Storage.Backups;

/// <summary>Why a copy cannot be used, in one sentence.</summary>
public sealed class BackupException(string message) : Exception(message);
