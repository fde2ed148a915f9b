using CpqBilling.Core.Money;

namespace CpqBilling.Engine.Application.Issues;

public sealed record HeldMoney(string Currency, long Minor);
