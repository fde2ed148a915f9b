using System.Collections.Immutable;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Application.Connections;

/// <summary>Tries what a Stripe key must be allowed, one permission after the other.</summary>
/// <remarks>Reading asks for one row. Writing changes an object that cannot exist: Stripe checks the permission first, then finds nothing.</remarks>
internal sealed class KeyProbes(StripeGateway gateway)
{
    private const int Forbidden = 403;
    private const string Nothing = "probe_of_permissions";

    private static readonly (string Word, string Path, bool Writes)[] Needed =
    [
        ("Customers", "/v1/customers", true),
        ("Products", "/v1/products", true),
        ("Prices", "/v1/prices", true),
        ("Subscriptions (with schedules)", "/v1/subscription_schedules", true),
        ("Subscriptions", "/v1/subscriptions", true),
        ("Invoices", "/v1/invoices", true),
        ("Coupons", "/v1/coupons", true),
        ("Billing meters", "/v1/billing/meters", true),
        ("Webhook endpoints", "/v1/webhook_endpoints", true),
        ("Events", "/v1/events", false),
    ];

    public async Task<ImmutableArray<PermissionProbe>> RunAsync(CancellationToken cancellation)
    {
        // They do not depend on each other: all at once the person waits for the slowest only.
        var probes = await Task.WhenAll(Needed.Select(needed => ProbeAsync(needed, cancellation)));
        return [.. probes];
    }

    private async Task<PermissionProbe> ProbeAsync((string Word, string Path, bool Writes) needed, CancellationToken cancellation)
    {
        var reading = gateway.GetAsync(needed.Path, new StripeMap().Set("limit", 1m), cancellation);
        var isWritable = !needed.Writes || Allows(await ChangeNothingAsync(needed.Path, cancellation));
        var works = Allows(await reading) && isWritable;
        return new PermissionProbe(
            needed.Word,
            works,
            works ? null : $"Set {needed.Word} to {(needed.Writes ? "Write" : "Read")} on the key, then try again."
        );
    }

    private Task<StripeReply> ChangeNothingAsync(string path, CancellationToken cancellation) =>
        gateway.SendAsync(StripeMethod.Post, $"{path}/{Nothing}", new StripeMap(), $"probe-{Guid.NewGuid():N}", cancellation);

    private static bool Allows(StripeReply reply) => reply is not (StripeRefused { Status: Forbidden } or StripeUnavailable);
}
