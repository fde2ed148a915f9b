using System.Collections.Immutable;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Orders;

public sealed record OrderPage(ImmutableArray<ListedOrder> Orders, int Total);
