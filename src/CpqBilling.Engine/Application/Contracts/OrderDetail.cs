using System.Collections.Immutable;
using CpqBilling.Core.Cpq;
using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Contracts;

/// <param name="Contract">Null when neither memory nor Salesforce had it.</param>
public sealed record OrderDetail(ListedOrder Order, ImmutableArray<ListedOrder> Siblings, ContractView? Contract);
