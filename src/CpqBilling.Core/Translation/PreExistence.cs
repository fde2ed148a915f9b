using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Translation;

/// <summary>Orders activated before syncing began: another system has billed them.</summary>
/// <remarks>docs/decisions/0027: amendments of that time are taken over together with their contract, as billed.</remarks>
internal static class PreExistence
{
    public static bool Of(BillableContract contract) => Of(contract.Initial, contract);

    public static bool Of(Order order, BillableContract contract) =>
        contract.Settings.SyncStartDate is { } date && order.ActivatedAt < (contract.Settings.SyncStartAt ?? contract.Day.StartOf(date));

    /// <summary>Whatever its shape, a contract that is not in Stripe yet is refused unless such contracts are taken over.</summary>
    public static ImmutableArray<SyncError> Errors(BillableContract contract) =>
        contract.Target is null && contract.Settings.PreExistingContracts == PreExistingContracts.Reject && Of(contract)
            ? [OrderErrors.ActivatedBeforeSyncStart(contract.Contract.Trigger.Ref, $"{contract.Settings.SyncStartDate:uuuu-MM-dd}")]
            : [];
}
