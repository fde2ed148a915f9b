using System.Collections.Immutable;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Application.Runs;

/// <param name="ResultId">The object Stripe made or changed.</param>
public sealed record StepView(
    string Method,
    string Path,
    string Body,
    StepState State,
    string? ResultId,
    string? RequestId,
    Instant? SentAt,
    Instant? EndedAt,
    ImmutableArray<StoredError> Errors
);
