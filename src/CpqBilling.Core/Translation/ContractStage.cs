using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Translation;

/// <summary>The first stage: which contract it is, and whether it may be billed at all.</summary>
internal static class ContractStage
{
    /// <summary>
    /// Of a contract that is not in Stripe yet what follows is looked at even if something is wrong with it; one that is there is left
    /// alone.
    /// </summary>
    public static Checked<BillableContract> Of(OrderSnapshot snapshot)
    {
        var read =
            from resolved in snapshot.Contract
            from alone in WithoutRivals(snapshot, resolved)
            from known in UnknownStripeIds.Settled(StripeReadListBuilder.Of(snapshot, alone), snapshot.Stripe, snapshot.Settings, snapshot.Org)
            from contract in BillableContract.Read(snapshot with { Stripe = known }, alone)
            from here in Checked.Of(contract, AccountCheck.Errors(contract))
            from taken in Checked.Of(here, PreExistence.Errors(here))
            from paid in Checked.Of(taken, PayerCheck.Errors(taken))
            from edit in EditCheck.Check(paid)
            select paid with
            {
                Edit = edit,
            };
        return read.Errors.IsEmpty || read is { HasValue: true, Value.Target: null } ? read : Checked.Failed<BillableContract>(read.Errors);
    }

    /// <summary>One schedule that no order names is adopted; of several nobody can say which bills the customer rightly.</summary>
    private static Checked<BillingContract> WithoutRivals(OrderSnapshot snapshot, BillingContract contract)
    {
        var rivals = snapshot.Stripe.UnlinkedSchedules;
        return rivals.Length <= 1
            ? contract
            : ChangedErrors.SyncedByAnother(contract.Initial.Ref, string.Join(" and ", rivals.Select(schedule => schedule.Id)));
    }
}
