using CpqBilling.Storage;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using NodaTime;

namespace CpqBilling.Engine.Service;

/// <summary>Raises an alert when one side of an org does not answer, and ends it when it does. One failure may pass by itself, so that the second in a row counts.</summary>
internal sealed class ContactAlert(BillingDatabase database, string orgId)
{
    /// <summary>The subject of the org's own side; that of an account is its id.</summary>
    public const string Salesforce = "salesforce";

    private const int FailuresThatCount = 2;
    private readonly Dictionary<string, int> _failures = [];

    /// <summary>What stands in the database, once this process has written it.</summary>
    private readonly Dictionary<string, bool> _told = [];

    /// <param name="refusal">Why it could not be asked; null when it answered.</param>
    public async Task NoteAsync(string side, string? refusal, CancellationToken cancellation)
    {
        var failures = _failures[side] = refusal is null ? 0 : _failures.GetValueOrDefault(side) + 1;
        var isDown = failures >= FailuresThatCount;
        if (isDown != (refusal is not null) || (_told.TryGetValue(side, out var told) && told == isDown))
        {
            return;
        }

        var name = side == Salesforce ? "Salesforce" : $"Stripe account {side}";
        AlertNews[] present = refusal is null
            ? []
            :
            [
                new AlertNews(
                    orgId,
                    AlertKind.ConnectionDown,
                    side,
                    $"{name} cannot be reached: {refusal.TrimEnd('.')}.",
                    "What waits is done when it answers; when it refuses the service, connect it again."
                ),
            ];
        await new AlertBook(database).HoldAsync(
            new AlertScope(orgId, [AlertKind.ConnectionDown], side),
            present,
            SystemClock.Instance.GetCurrentInstant(),
            cancellation
        );
        _told[side] = isDown;
    }
}
