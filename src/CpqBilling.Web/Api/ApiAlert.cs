using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Kind">connection-down, issue-open, drift-found, money-held, queue-stuck, reconcile-findings or destination-failing.</param>
/// <param name="Subject">An error code, an account, a currency or a destination; empty where there is one of a kind only.</param>
/// <param name="EndedAt">Null while it lasts.</param>
public sealed record ApiAlert(string Id, string Kind, string Subject, string Text, string Remedy, Instant RaisedAt, Instant? EndedAt)
{
    internal static ApiAlert Of(Alert row) => new(row.Id, AlertWords.Of(row.Kind), row.Subject, row.Text, row.Remedy, row.RaisedAt, row.EndedAt);
}
