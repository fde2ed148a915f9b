using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Engine.Jobs;
using CpqBilling.Storage.Leases;
using CpqBilling.Stripe;

namespace CpqBilling.Engine.Sync;

/// <summary>Sends one journalled step, again for a short while when it failed in a way that passes. Every attempt proves the lease.</summary>
internal sealed class StepSender(BillingOrg org, HeldLease lease)
{
    private const int MostAttempts = 3;
    private static readonly TimeSpan FirstWait = TimeSpan.FromMilliseconds(300);

    /// <param name="request">With ids in place of references.</param>
    /// <exception cref="LeaseLostException">Somebody else has the contract now.</exception>
    public async Task<StripeReply> SendAsync(SentRequest request)
    {
        try
        {
            return await AttemptAsync(request);
        }
        catch (OperationCanceledException) when (lease.Lost.IsCancellationRequested)
        {
            throw new LeaseLostException(lease.Key);
        }
    }

    private async Task<StripeReply> AttemptAsync(SentRequest request)
    {
        for (var attempt = 1; ; attempt++)
        {
            lease.Lost.ThrowIfCancellationRequested();
            var reply = await org.Stripe.SendAsync(request.Method, request.Path, request.Body, request.IdempotencyKey, lease.Lost);
            if (attempt == MostAttempts || !MayPass(reply))
            {
                return reply;
            }

            await Task.Delay(FirstWait * Math.Pow(2, attempt - 1) * (0.5 + Random.Shared.NextDouble()), lease.Lost);
            if (!await new ContractLeases(org.Database).RenewAsync(lease.Lease, lease.Lost))
            {
                throw new LeaseLostException(lease.Key);
            }
        }
    }

    /// <summary>Outages, locks, limits, and the same request still running elsewhere.</summary>
    private static bool MayPass(StripeReply reply) => reply is StripeUnavailable or StripeRefused { Status: >= 500 or 409 or 429 };
}

/// <summary>A step as it goes over the wire.</summary>
internal sealed record SentRequest(StripeMethod Method, string Path, StripeMap Body, string IdempotencyKey)
{
    /// <summary>Null while a reference of the step is not known.</summary>
    public static SentRequest? Of(string orgId, PlanStep step, int generation, ReferenceResolver answers)
    {
        if (!answers.KnowsAll(step))
        {
            return null;
        }

        var body = answers.Resolve(step.Body);
        var path = answers.ResolvePath(step.Path);
        return new SentRequest(step.Method, path, body, Stripe.IdempotencyKey.For(orgId, step with { Path = path }, body, generation));
    }
}
