namespace CpqBilling.Engine.Outgoing;

/// <summary>What is kept of a destination and never shown again.</summary>
/// <param name="Address">Web or mail address: those of chat services are secrets themselves.</param>
/// <param name="SigningSecret">Null where nothing is signed.</param>
public sealed record DestinationAddress(string Address, string? SigningSecret);
