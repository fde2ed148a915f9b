namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>A form as a list of names and values in their order.</summary>
internal sealed record Form(IReadOnlyList<(string Name, string Value)> Fields)
{
    public static Form Of(string text) =>
        new([.. text.Split('&', StringSplitOptions.RemoveEmptyEntries).Select(part => (part[..part.IndexOf('=')], part[(part.IndexOf('=') + 1)..]))]);

    /// <summary>With the field given, whatever it was before.</summary>
    public Form With(string name, string value) =>
        Has(name) ? new([.. Fields.Select(field => field.Name == name ? (name, value) : field)]) : new([.. Fields, (name, value)]);

    /// <summary>With the other's fields where there are none of that name.</summary>
    public Form Under(Form other) => new([.. Fields, .. other.Fields.Where(field => !Has(field.Name))]);

    public Form Without(Func<string, bool> named) => new([.. Fields.Where(field => !named(field.Name))]);

    public bool Has(string name) => Fields.Any(field => field.Name == name);

    public override string ToString() => string.Join('&', Fields.Select(field => $"{field.Name}={field.Value}"));
}
