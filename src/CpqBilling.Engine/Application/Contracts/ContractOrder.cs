using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>An order of a contract, in the order they apply.</summary>
/// <param name="From">First day of its effect; null where its dates could not be read.</param>
/// <param name="Does">What it does, in words: <c>adds 5 × Platform licence</c>.</param>
public sealed record ContractOrder(string Id, string Number, OrderKind Kind, LocalDate? From, Instant? ActivatedAt, long? Sold, string Does);
