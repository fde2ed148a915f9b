namespace CpqBilling.Engine.Application.Mappings;

/// <summary>A field of an org that can be mapped, with what it holds on the sample.</summary>
/// <param name="Leads">The object a lookup points at; null for plain fields.</param>
/// <param name="Value">As people read it; null where it is empty, or no sample was chosen.</param>
public sealed record OrgField(string Name, string Label, string Type, string? Leads, string? Value);
