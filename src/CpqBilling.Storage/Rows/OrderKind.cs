namespace CpqBilling.Storage.Rows;

/// <summary>What an order is to its contract.</summary>
public enum OrderKind
{
    First,
    Amendment,
    Renewal,
    Termination,
    OneTime,
    Evergreen,
}
