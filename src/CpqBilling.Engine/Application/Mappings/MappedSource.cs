namespace CpqBilling.Engine.Application.Mappings;

/// <summary>Where the value of a Stripe field comes from.</summary>
/// <param name="Path">A path of fields from the object's own Salesforce record; null where none is mapped.</param>
/// <param name="Fixed">What is sent when no path is mapped, or it leads to nothing; null where none is set.</param>
public sealed record MappedSource(string? Path, string? Fixed)
{
    public static MappedSource None { get; } = new(null, null);
}
