using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Translation;

/// <summary>The whole of billing in one pure function, snapshot in, plan out: its stages in order, each from values to a value with its errors.</summary>
/// <remarks>Deterministic, without ids: steps refer to each other by symbolic keys. The path is told in docs/architecture.md.</remarks>
public static class OrderTranslator
{
    public static TranslationResult Translate(OrderSnapshot snapshot)
    {
        var result = ContractStage.Of(snapshot).Then(contract => contract.Contract.IsOneTimeOnly ? OneTimeTranslation.Of(contract) : Bill(contract));
        return result is { HasValue: true, Errors.IsEmpty: true } ? result.Value! : Rejected.Of(result.Errors);
    }

    private static Checked<TranslationResult> Bill(BillableContract contract) =>
        from timeline in TimelineStage.Of(contract)
        from due in DueStage.Of(contract, timeline)
        from result in due is Due.Nothing nothing
            ? new Skipped(nothing.Why)
            : PlanStage.Of(contract, timeline, due).Select(plan => WriteBackStage.Of(contract, plan))
        select result;
}
