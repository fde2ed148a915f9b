namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>Lets limits and planned faults step into the way of requests.</summary>
internal sealed class FaultGate(FaultPlan plan, RateLimits limits, RequestLog log)
{
    private static readonly object Pending = new();

    public void Attach(RequestGates gates)
    {
        gates.Before = BeforeAsync;
        gates.Executing = Executing;
        gates.AfterCommit = AfterCommitAsync;
    }

    private async Task BeforeAsync(GateContext context)
    {
        limits.Enter(context);
        try
        {
            var faults = plan.Meeting(context.Method, context.Path);
            context.Http.Items[Pending] = faults;
            foreach (var fault in faults)
            {
                await BeginAsync(context, fault);
            }
        }
        catch
        {
            limits.Leave(context);
            throw;
        }
    }

    private async Task BeginAsync(GateContext context, FaultRule fault)
    {
        switch (fault.Kind)
        {
            case FaultKind.Latency:
                await Task.Delay(fault.Milliseconds, context.Http.RequestAborted);
                break;
            case FaultKind.Dropped:
                log.Add(
                    new RequestLog.Entry(context.Method, context.Path, context.Form, context.Key, 0, context.RequestId, 0, DateTimeOffset.UtcNow)
                    {
                        ApiKey = Authentication.ClaimedKey(context.Http.Request),
                        ErrorMessage = "Connection dropped before anything happened",
                    }
                );
                context.Http.Abort();
                throw new OperationCanceledException("The connection was dropped on demand.");
            case FaultKind.Error or FaultKind.RateLimit or FaultKind.Conflict or FaultKind.LockTimeout when !fault.Stored:
                throw FaultAnswers.For(fault, context.Key);
        }
    }

    private static void Executing(GateContext context)
    {
        if (Met(context).FirstOrDefault(fault => fault is { Kind: FaultKind.Error, Stored: true }) is { } fault)
        {
            throw FaultAnswers.For(fault, context.Key);
        }
    }

    private Task AfterCommitAsync(GateContext context)
    {
        limits.Leave(context);
        foreach (var fault in Met(context))
        {
            if (fault.Kind == FaultKind.LostAnswer)
            {
                context.Http.Abort();
                throw new OperationCanceledException("The answer was lost on demand.");
            }

            if (fault.Kind == FaultKind.SlowBody)
            {
                context.Http.Response.Body = new SlowBody(context.Http.Response.Body, TimeSpan.FromMilliseconds(fault.Milliseconds));
            }
        }

        return Task.CompletedTask;
    }

    private static IReadOnlyList<FaultRule> Met(GateContext context) => context.Http.Items[Pending] as IReadOnlyList<FaultRule> ?? [];
}
