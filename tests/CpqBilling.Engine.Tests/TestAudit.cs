using CpqBilling.Storage;
using CpqBilling.Storage.Auditing;

namespace CpqBilling.Engine.Tests;

/// <summary>A trail sealed with a key of zeros.</summary>
internal static class TestAudit
{
    public static AuditTrail Of(BillingDatabase database) => new(database, [new byte[32]]);
}
