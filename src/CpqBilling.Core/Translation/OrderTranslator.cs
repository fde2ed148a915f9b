using CpqBilling.Core.Contract;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Translation;

/// <summary>The whole of billing in one pure function: snapshot in, plan out.</summary>
/// <remarks>Deterministic, without ids: steps refer to each other by symbolic keys. The path is told in docs/architecture.md.</remarks>
public static class OrderTranslator
{
    public static TranslationResult Translate(OrderSnapshot snapshot)
    {
        var errors = new ErrorList();
        if (!errors.Take(snapshot.Resolve(), out var contract) || errors.Any)
        {
            return new Rejected(errors.ToImmutable());
        }

        if (snapshot.Stripe.UnlinkedSchedules.Length > 1)
        {
            // One is adopted; of several nobody can say which bills the customer rightly.
            var ids = string.Join(" and ", snapshot.Stripe.UnlinkedSchedules.Select(schedule => schedule.Id));
            return new Rejected([ChangedErrors.SyncedByAnother(contract.Initial.Ref, ids)]);
        }

        var translation = TranslationContext.Open(snapshot, contract, errors);
        if (translation is null)
        {
            return new Rejected(errors.ToImmutable());
        }

        PreExistence.Check(translation);
        PayerCheck.Check(translation);
        var edit = EditCheck.Check(translation);
        if (errors.Any && translation.Target is not null)
        {
            return new Rejected(errors.ToImmutable());
        }

        var result = contract.IsOneTimeOnly ? InvoiceTranslation.Translate(translation) : ScheduleTranslation.Translate(translation, edit);
        return errors.Any ? new Rejected(errors.ToImmutable())
            : result is Translated translated ? translated with { Plan = translated.Plan with { Sent = Sent(translation, edit) } }
            : result;
    }

    private static SentContract Sent(TranslationContext translation, SoldUntil? edit) =>
        edit is null ? translation.Sending : translation.Sending with { Revisions = [.. translation.Sending.Revisions, edit] };
}
