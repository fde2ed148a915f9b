using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Storage.Journal;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Issues;

public sealed record IssueOrder(ListedOrder Order, ImmutableArray<StoredError> Errors);
