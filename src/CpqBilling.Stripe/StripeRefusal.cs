using System.Diagnostics;
using System.Text.RegularExpressions;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Planning;

namespace CpqBilling.Stripe;

/// <summary>Turns what Stripe refused into the error a person sees, with Stripe's own code and request id kept.</summary>
public static partial class StripeRefusal
{
    /// <param name="step">The step that was sent; give it with the real path, so that messages name ids.</param>
    /// <param name="account">The account that was asked, as people know it.</param>
    public static SyncError ToSyncError(StripeReply reply, PlanStep step, string? account = null) =>
        ToSyncError(reply, step.Source, step.Path, account);

    /// <param name="record">The Salesforce record the request was about.</param>
    public static SyncError ToSyncError(StripeReply reply, RecordRef record, string path, string? account = null) =>
        reply switch
        {
            StripeRefused refused => OfRefusal(refused, record, path, account) with
            {
                UpstreamCode = refused.Code ?? refused.Type,
                RequestId = refused.RequestId,
            },
            StripeUnavailable unavailable => ConnectionErrors.StripeUnreachable(record, unavailable.Message),
            _ => throw new UnreachableException(),
        };

    /// <summary>The id that Stripe says it does not know; null where it says something else.</summary>
    public static string? UnknownId(StripeReply reply) =>
        reply is StripeRefused { Code: "resource_missing" } refused && NoSuchObject().Match(refused.Message) is { Success: true } named
            ? named.Groups["id"].Value
            : null;

    private static SyncError OfRefusal(StripeRefused refused, RecordRef record, string path, string? account) =>
        refused switch
        {
            { Status: 401 or 403 } => ConnectionErrors.StripeUnauthorized(record, refused.Message),
            { Status: 429 } => ConnectionErrors.StripeLimit(record),
            // The same request is still running elsewhere: like a lock, it passes.
            { Status: 409, Type: "idempotency_error" } => ConnectionErrors.StripeLimit(record),
            // A customer on a test clock that is moving: it passes.
            _ when refused.Message.Contains("clock advancement underway", StringComparison.OrdinalIgnoreCase) => ConnectionErrors.StripeLimit(record),
            { Status: >= 500 } => ConnectionErrors.StripeUnreachable(record, refused.Message),
            { Code: "resource_missing" } => OfMissing(refused, record, path, account),
            _ when refused.Message.Contains("cannot combine currencies", StringComparison.OrdinalIgnoreCase) => StripeErrors.CustomerCurrency(record),
            _ when IsSchedule(path) && CanceledStatus().IsMatch(refused.Message) => StripeErrors.ScheduleCanceled(record, IdIn(path)),
            _ => StripeErrors.StripeRefused(record, refused.Message, refused.Param),
        };

    /// <summary>Stripe also says "missing" of payment methods nobody has named; only messages that name an object count.</summary>
    private static SyncError OfMissing(StripeRefused refused, RecordRef record, string path, string? account)
    {
        if (refused.Status == 404 && IsSchedule(path))
        {
            return StripeErrors.ScheduleMissing(record, IdIn(path));
        }

        var named = NoSuchObject().Match(refused.Message);
        return named.Success
            ? StripeErrors.StripeIdUnknown(record, named.Groups["kind"].Value, named.Groups["id"].Value, account, refused.Param)
            : StripeErrors.StripeRefused(record, refused.Message, refused.Param);
    }

    private static bool IsSchedule(string path) => path.StartsWith("/v1/subscription_schedules/", StringComparison.Ordinal);

    private static string IdIn(string path) => path.Split('/')[3];

    [GeneratedRegex("^No such (?<kind>[a-z_ ]+): '(?<id>[^']*)'")]
    private static partial Regex NoSuchObject();

    [GeneratedRegex("currently in the `?canceled`? status")]
    private static partial Regex CanceledStatus();
}
