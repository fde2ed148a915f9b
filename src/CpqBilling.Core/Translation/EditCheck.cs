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
    public static SoldUntil? Check(TranslationContext context)
    {
        if (context.Sent is not { } sent)
        {
            return null;
        }

        var edits = SoldRecords.Edits(sent.Sold, context.Sending.Sold).ToList();
        if (edits.Count == 0 || !BillsDiffer(context, sent, edits))
        {
            return null;
        }

        if (context.Settings.OnSalesforceEdit == EditRule.Apply)
        {
            return Apply(context, sent, edits);
        }

        foreach (var edit in edits)
        {
            context.Errors.Add(ChangedErrors.EditedInSalesforce(edit.Record, edit.Field, edit.From, edit.To));
        }

        return null;
    }

    /// <summary>The contract of the records as they were; null when it cannot be read any more.</summary>
    public static TranslationContext? AsSent(
        TranslationContext context,
        ImmutableArray<CpqRecord> sold,
        IEnumerable<SalesforceEdit> edits,
        ErrorList errors
    )
    {
        var before = context.Snapshot with { Records = SoldRecords.PutBack(context.Snapshot.Records, sold, edits) };
        return errors.Take(before.Resolve(), out var contract) ? TranslationContext.Open(before, contract, errors) : null;
    }

    private static SoldUntil? Apply(TranslationContext context, SentContract sent, List<SalesforceEdit> edits)
    {
        foreach (var edit in edits)
        {
            if (WhyNot(context, edit) is { } why)
            {
                context.Errors.Add(ChangedErrors.EditCannotBeApplied(edit.Record, edit.Field, edit.From, edit.To, why));
            }
        }

        var errors = new ErrorList();
        var before = AsSent(context, sent.Sold, edits, errors) is { } old
            ? ScheduleTranslation.BuildTimeline(old, context.Target as ScheduleState)
            : null;
        return before is not null && EditedTimeline.CountsFrom(context, before) is { } at ? new SoldUntil(at, sent.Sold) : null;
    }

    /// <summary>What keeps an edit from being applied; null when nothing does.</summary>
    private static string? WhyNot(TranslationContext context, SalesforceEdit edit) =>
        context.Target is not ScheduleState { CanChange: true } ? "what was billed is over"
        : context.Contract.HasEvergreenLines ? "an evergreen contract is changed by amendments"
        : edit.Record.Type == "Order_Stripe_Coupon__c" || Followed.Contains(edit.Field ?? "") ? null
        : Starts.Contains(edit.Field ?? "") ? (HasCome(context, edit.From) ? "the start has come" : null)
        : "a running contract keeps it";

    private static bool HasCome(TranslationContext context, string? date) =>
        IsoText.Date(date) is not { } start || context.Day.StartOf(start) <= context.Snapshot.Now;

    private static bool BillsDiffer(TranslationContext context, SentContract sent, IReadOnlyList<SalesforceEdit> edits)
    {
        if (context.Target is not ScheduleState schedule || context.Contract.HasEvergreenLines)
        {
            return true;
        }

        var (was, now) = (new ErrorList(), new ErrorList());
        var before = AsSent(context, sent.Sold, edits, was) is { } old ? ScheduleTranslation.BuildTimeline(old, schedule) : null;
        var after = TranslationContext.Open(context.Snapshot, context.Contract, now) is { } anew
            ? ScheduleTranslation.BuildTimeline(anew, schedule)
            : null;
        return was.Any || now.Any || before is null || after is null || !before.BillsLike(after);
    }
}
