using CpqBilling.Core.Cpq;

namespace CpqBilling.Core.Timeline;

/// <summary>A sentence that people are told of an order that was billed.</summary>
public sealed record OrderNote(Order Order, string Text);
