using CpqBilling.Storage.Journal;

namespace CpqBilling.Engine.Recovery;

/// <summary>Invoices that a broken run had still to make: its plan is gone on with, under its old keys.</summary>
internal static class LeftInvoices
{
    private static readonly string[] Schedules = ["/v1/subscription_schedules", "/v1/subscriptions"];
    private static readonly string[] Invoices = ["/v1/invoices", "/v1/invoiceitems"];

    /// <summary>
    /// The schedule is as it should be, so its orders count as billed, and no later plan would make the invoices beside it, whatever has been
    /// sold since (docs/decisions/0039-invoices-beside-the-schedule.md).
    /// </summary>
    public static bool AreBesideASchedule(IReadOnlyCollection<JournalledStep> steps)
    {
        var left = steps.Where(step => step.Result is null).ToList();
        return left.Exists(step => IsOf(Invoices, step))
            && !left.Exists(step => IsOf(Schedules, step))
            && steps.Any(step => step.Result is not null && IsOf(Schedules, step));
    }

    /// <summary>Orders are billed by invoices of their own, of which some stand and some do not (docs/decisions/0048-a-draft-is-no-bill.md).</summary>
    public static bool AreAllThatIsBilled(IReadOnlyCollection<JournalledStep> steps) =>
        !steps.Any(step => IsOf(Schedules, step))
        && steps.Any(step => IsOf(Invoices, step) && step.Result is not null)
        && steps.Any(step => IsOf(Invoices, step) && step.Result is null);

    private static bool IsOf(string[] paths, JournalledStep step) =>
        paths.Any(path => step.Step.Path == path || step.Step.Path.StartsWith($"{path}/", StringComparison.Ordinal));
}
