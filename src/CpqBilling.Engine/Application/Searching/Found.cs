using CpqBilling.Core.Cpq;

namespace CpqBilling.Engine.Application.Searching;

/// <summary>What a search found.</summary>
/// <param name="Id">Order id, run id or error code, by kind.</param>
public sealed record Found(FoundKind Kind, string Id, string Title, string Detail);
