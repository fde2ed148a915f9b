using CpqBilling.Engine.Application.Contracts;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Web.Parts;

/// <summary>The colour of every state: green done, amber by itself, red by somebody, grey nothing to do.</summary>
internal static class Tones
{
    public static string Of(OrderState state) =>
        state switch
        {
            OrderState.Done => "done",
            OrderState.NeedsYou => "need",
            OrderState.Skipped => "skip",
            _ => "wait",
        };

    public static string Of(RunOutcome outcome) =>
        outcome switch
        {
            RunOutcome.Succeeded => "done",
            RunOutcome.Rejected or RunOutcome.Failed => "need",
            RunOutcome.Running => "wait",
            _ => "skip",
        };

    public static string Of(StepState state) =>
        state switch
        {
            StepState.Done => "done",
            StepState.Failed => "need",
            StepState.Sent => "wait",
            _ => "skip",
        };

    public static string Of(InvoiceStanding standing) =>
        standing switch
        {
            InvoiceStanding.Paid => "done",
            InvoiceStanding.Missing or InvoiceStanding.Unexpected or InvoiceStanding.Uncollectible => "need",
            InvoiceStanding.Open or InvoiceStanding.Draft or InvoiceStanding.NotRead => "wait",
            _ => "skip",
        };
}
