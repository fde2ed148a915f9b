namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Writes objects as their kinds say, with what they show only when expanded.</summary>
internal static class Renderer
{
    public static JsonObject Render(Account account, StripeObject item) =>
        item is RenderedForm form ? form.Form.DeepClone().AsObject() : account.Kinds.Of(item).Show(account, item);

    /// <summary>A field that an object has but does not show by itself; null when there is none of that name.</summary>
    public static JsonNode? Hidden(Account account, JsonObject owner, string name) =>
        !owner.ContainsKey(name) && owner["id"]?.GetValue<string>() is { } id && account.Kinds.Named(owner["object"]?.GetValue<string>()) is { } kind
            ? kind.Hidden(account, id, name)
            : null;
}
