namespace CpqBilling.Storage.Backups;

/// <summary>What a copy holds, for people who must know whether it is the right one.</summary>
public sealed record BackupContents(string InstallationId, int Orgs, int Runs);
