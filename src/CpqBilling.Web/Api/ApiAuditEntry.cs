using System.Text.Json;
using CpqBilling.Storage.Rows;
using NodaTime;

namespace CpqBilling.Web.Api;

/// <param name="Org">Empty for the installation.</param>
/// <param name="Number">Within the org's chain.</param>
public sealed record ApiAuditEntry(string Org, long Number, Instant At, string Who, string? From, string Action)
{
    public string? Target { get; init; }

    public string? Reason { get; init; }

    /// <summary>Before and after.</summary>
    public JsonElement? Detail { get; init; }

    /// <summary>Seals the entry together with the one before it, in hexadecimal digits.</summary>
    public string? Hash { get; init; }

    internal static ApiAuditEntry Of(AuditEntry entry) =>
        new(entry.Chain, entry.Sequence, entry.At, entry.Who, entry.From, entry.Action)
        {
            Target = entry.Target,
            Reason = entry.Reason,
            Detail = entry.DetailJson is { } json ? JsonSerializer.Deserialize<JsonElement>(json) : null,
            Hash = entry.Hash is { } hash ? Convert.ToHexStringLower(hash) : null,
        };
}
