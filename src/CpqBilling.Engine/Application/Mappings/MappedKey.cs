namespace CpqBilling.Engine.Application.Mappings;

/// <summary>One field of a Stripe object that can be mapped.</summary>
/// <param name="ObjectKey">A key of <see cref="Core.Mapping.MappedObject"/>.</param>
/// <param name="StripePath">Dotted, as in <c>address.line1</c> or <c>metadata.region</c>.</param>
public sealed record MappedKey(string ObjectKey, string StripePath);
