using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Translation;

/// <summary>Orders activated before syncing began: another system has billed them.</summary>
/// <remarks>docs/decisions/0027: amendments of that time are taken over together with their contract, as billed.</remarks>
internal static class PreExistence
{
    public static bool Of(TranslationContext context) => Of(context.Contract.Initial, context);

    public static bool Of(Order order, TranslationContext context) =>
        context.Settings.SyncStartDate is { } date && order.ActivatedAt < (context.Settings.SyncStartAt ?? context.Day.StartOf(date));

    /// <summary>Whatever its shape, a contract that is not in Stripe yet is refused unless such contracts are taken over.</summary>
    public static void Check(TranslationContext context)
    {
        if (context.Target is null && context.Settings.PreExistingContracts == PreExistingContracts.Reject && Of(context))
        {
            context.Errors.Add(OrderErrors.ActivatedBeforeSyncStart(context.Contract.Trigger.Ref, $"{context.Settings.SyncStartDate:uuuu-MM-dd}"));
        }
    }
}
