using CpqBilling.Core.Errors;

namespace CpqBilling.Engine.Application.Drafts;

/// <summary>A contract that could not be read when all were looked through.</summary>
public sealed record UnreadContract(string ContractKey, string Number, SyncError Error);
