using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Contract;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Translation;

/// <summary>Orders that are not what they were when they were last sent: told field by field, or applied, unless nothing is billed differently.</summary>
internal static class EditCheck
{
    private static readonly HashSet<string> Followed =
    [
        "Quantity",
        "UnitPrice",
        "EndDate",
        "SBQQ__ProrateMultiplier__c",
        "SBQQ__EndDate__c",
        "SBQQ__SubscriptionTerm__c",
    ];

    private static readonly HashSet<string> Starts = ["ServiceDate", "SBQQ__StartDate__c"];

    /// <returns>What was billed until the edit counts, where it is applied; null where there is none, or nothing has been billed yet.</returns>
    public static Checked<SoldUntil?> Check(BillableContract contract)
    {
        if (contract.Sent is not { } sent)
        {
            return Checked.Of<SoldUntil?>(null);
        }

        var edits = SoldRecords.Edits(sent.Sold, contract.Sending.Sold).ToList();
        return edits.Count == 0 || !BillsDiffer(contract, sent, edits) ? Checked.Of<SoldUntil?>(null)
            : contract.Settings.OnSalesforceEdit == EditRule.Apply ? Apply(contract, sent, edits)
            : Checked.Of<SoldUntil?>(null, [.. edits.Select(edit => ChangedErrors.EditedInSalesforce(edit.Record, edit.Field, edit.From, edit.To))]);
    }

    /// <summary>The contract of the records as they were.</summary>
    public static Checked<BillableContract> AsSent(BillableContract contract, ImmutableArray<CpqRecord> sold, IEnumerable<SalesforceEdit> edits)
    {
        var before = contract.Snapshot with { Records = SoldRecords.PutBack(contract.Snapshot.Records, sold, edits) };
        return before.Contract.Then(resolved => BillableContract.Read(before, resolved));
    }

    private static Checked<SoldUntil?> Apply(BillableContract contract, SentContract sent, List<SalesforceEdit> edits)
    {
        var errors =
            from edit in edits
            let why = WhyNot(contract, edit)
            where why is not null
            select ChangedErrors.EditCannotBeApplied(edit.Record, edit.Field, edit.From, edit.To, why);
        var before = AsSent(contract, sent.Sold, edits).Then(old => TimelineStage.OfRecords(old, contract.Target as ScheduleState)).Value;
        var at = before is null ? null : EditedTimeline.CountsFrom(contract, before);
        return Checked.Of(at is null ? null : new SoldUntil(at, sent.Sold), [.. errors]);
    }

    /// <summary>What keeps an edit from being applied; null when nothing does.</summary>
    private static string? WhyNot(BillableContract contract, SalesforceEdit edit) =>
        contract.Target is not ScheduleState { CanChange: true } ? "what was billed is over"
        : contract.Contract.HasEvergreenLines ? "an evergreen contract is changed by amendments"
        : edit.Record.Type == "Order_Stripe_Coupon__c" || Followed.Contains(edit.Field ?? "") ? null
        : Starts.Contains(edit.Field ?? "") ? (HasCome(contract, edit.From) ? "the start has come" : null)
        : "a running contract keeps it";

    private static bool HasCome(BillableContract contract, string? date) =>
        IsoText.Date(date) is not { } start || contract.Day.StartOf(start) <= contract.Now;

    private static bool BillsDiffer(BillableContract contract, SentContract sent, IReadOnlyList<SalesforceEdit> edits)
    {
        if (contract.Target is not ScheduleState schedule || contract.Contract.HasEvergreenLines)
        {
            return true;
        }

        var before = AsSent(contract, sent.Sold, edits).Then(old => TimelineStage.OfRecords(old, schedule));
        var after = TimelineStage.OfRecords(contract, schedule);
        return !before.Errors.IsEmpty || !after.Errors.IsEmpty || before.Value is not { } was || after.Value is not { } now || !was.BillsLike(now);
    }
}
