using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Api;

/// <summary>The conditions a client may put on a record's last change, in whole seconds as HTTP dates have them.</summary>
internal static class Conditions
{
    /// <summary>The answer where a condition does not hold: 304 to readers who have the newest, 412 to writers who have not.</summary>
    public static ApiReply? Unmet(Record record, ApiCall call)
    {
        var changedAt = (DateTimeOffset)record["LastModifiedDate"]!;
        if (call.IsGet && Header(call, "If-Modified-Since") is { } since && changedAt <= since)
            return new ApiReply(304, null);
        return Header(call, "If-Unmodified-Since") is { } until && changedAt > until ? new ApiReply(412, null) : null;
    }

    private static DateTimeOffset? Header(ApiCall call, string name) =>
        DateTimeOffset.TryParseExact(
            call.Headers.GetValueOrDefault(name),
            "R",
            CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal,
            out var at
        )
            ? at
            : null;
}
