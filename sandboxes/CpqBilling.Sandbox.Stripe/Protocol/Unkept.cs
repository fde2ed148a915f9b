namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>What the service knows and the sandbox does not keep is refused by a sentence of its own, never dropped in silence.</summary>
internal static class Unkept
{
    public const string Sentence = "is not kept by this sandbox";

    /// <summary>Refuses every given parameter but those named.</summary>
    public static void Refuse(Parameters form, IReadOnlyList<string> kept)
    {
        if (form.Names.FirstOrDefault(name => !kept.Contains(name)) is { } unkept)
        {
            throw Errors.Malformed($"The parameter `{form.PathOf(unkept)}` {Sentence}.", form.PathOf(unkept));
        }
    }

    public static RefusalException Value(string param, string value) => Errors.Malformed($"The value `{value}` of `{param}` {Sentence}.", param);
}
