using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Web.Api;

/// <param name="LagMinutes">How long a contract may be due.</param>
/// <param name="HeldMoney">Whole units of any one currency that issues may hold back; null asks for no alert.</param>
public sealed record ApiAlertLimits(int LagMinutes, long? HeldMoney)
{
    internal static ApiAlertLimits Of(AlertLimits row) => new(row.LagMinutes, row.HeldMoney);
}
