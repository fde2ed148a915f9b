using System.Text.Json;
using CpqBilling.Core.Errors;

namespace CpqBilling.Salesforce;

/// <summary>What came of one request. Remote faults are values here; only cancellation and our own defects throw.</summary>
/// <param name="Calls">Requests sent for it, repetitions included: each counts against the org's daily allocation.</param>
public abstract record SalesforceReply(int Calls)
{
    /// <param name="Body">Undefined when the answer had no body (204).</param>
    public sealed record Ok(JsonElement Body, int Calls) : SalesforceReply(Calls)
    {
        /// <summary>The answer where CSV was asked for.</summary>
        public CsvPage? Csv { get; init; }
    }

    public sealed record Refused(SyncError Error, int Calls) : SalesforceReply(Calls);
}

/// <summary>A value read from the org, or why it could not be read.</summary>
public abstract record SalesforceAnswer<T>(int Calls)
{
    public sealed record Found(T Value, int Calls) : SalesforceAnswer<T>(Calls);

    public sealed record Refused(SyncError Error, int Calls) : SalesforceAnswer<T>(Calls);
}

/// <summary>The header <c>Sforce-Limit-Info</c>: calls of the last 24 hours and the allocation.</summary>
public sealed record ApiUsage(int Used, int Max);
