using System.Reflection;
using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Remembers the object that an update is about to change, because a refused update must leave it as it was.</summary>
internal sealed class Undo
{
    private static readonly JsonSerializerOptions Options = new() { IgnoreReadOnlyProperties = true };
    private readonly List<(StripeObject Subject, byte[] Before)> _kept;

    private Undo(IEnumerable<StripeObject> subjects) =>
        _kept = [.. subjects.Select(subject => (subject, JsonSerializer.SerializeToUtf8Bytes(subject, subject.GetType(), Options)))];

    /// <summary>Null for requests that are no updates: what they do is final, a declined charge for one.</summary>
    public static Undo? Of(Route route, ApiCall call) =>
        route is { Method: "POST", EndsInId: true } && Target(call.Account, call.Id) is { } subject
            ? new Undo(WithPartner(call.Account, subject).OfType<StripeObject>())
            : null;

    public void Restore()
    {
        foreach (var (subject, before) in _kept)
        {
            Restore(subject, JsonSerializer.Deserialize(before, subject.GetType(), Options)!);
        }
    }

    private static StripeObject? Target(Account account, string id) =>
        id.StartsWith("si_", StringComparison.Ordinal)
            ? account.Subscriptions.All.FirstOrDefault(subscription => subscription.Items.Exists(item => item.Id == id))
            : account.Kinds.Find(account, id);

    /// <summary>A schedule and its subscription change together, as do an invoice item and its invoice.</summary>
    private static IEnumerable<StripeObject?> WithPartner(Account account, StripeObject subject) =>
        subject switch
        {
            Schedule schedule => [schedule, account.Subscriptions.Find(schedule.SubscriptionId)],
            Subscription subscription => [subscription, account.Schedules.Find(subscription.ScheduleId)],
            InvoiceItem item => [item, account.Invoices.Find(item.InvoiceId)],
            _ => [subject],
        };

    private static void Restore(StripeObject subject, object before)
    {
        foreach (var property in subject.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && property.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null)
            {
                property.SetValue(subject, property.GetValue(before));
            }
        }
    }
}
