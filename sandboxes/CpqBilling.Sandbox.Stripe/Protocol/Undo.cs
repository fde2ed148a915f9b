using System.Reflection;
using System.Text.Json;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Remembers the object that an update is about to change, because a refused update must leave it as it was.</summary>
internal sealed class Undo
{
    private static readonly JsonSerializerOptions Options = new() { IgnoreReadOnlyProperties = true };
    private readonly StripeObject _subject;
    private readonly byte[] _before;

    private Undo(StripeObject subject) => (_subject, _before) = (subject, JsonSerializer.SerializeToUtf8Bytes(subject, subject.GetType(), Options));

    /// <summary>Null for requests that are no updates: what they do is final, a declined charge for one.</summary>
    public static Undo? Of(Route route, ApiCall call) =>
        route is { Method: "POST", EndsInId: true } && Finder.ById(call.Account, call.Id) is { } subject ? new Undo(subject) : null;

    public void Restore()
    {
        var before = JsonSerializer.Deserialize(_before, _subject.GetType(), Options)!;
        foreach (var property in _subject.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance))
        {
            if (property.CanWrite && property.GetCustomAttribute<System.Text.Json.Serialization.JsonIgnoreAttribute>() is null)
            {
                property.SetValue(_subject, property.GetValue(before));
            }
        }
    }
}
