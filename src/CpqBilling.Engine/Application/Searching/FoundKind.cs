using CpqBilling.Core.Cpq;

namespace CpqBilling.Engine.Application.Searching;

public enum FoundKind
{
    Order,
    Run,
    ErrorCode,
}
