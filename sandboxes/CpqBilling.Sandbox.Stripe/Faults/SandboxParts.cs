using CpqBilling.Sandbox.Stripe.Persistence;
using CpqBilling.Sandbox.Stripe.Search;
using Microsoft.AspNetCore.Builder;

namespace CpqBilling.Sandbox.Stripe.Faults;

/// <summary>What surrounds the engine: storage, delivery of events, limits and faults. Joins every account as it is opened.</summary>
internal sealed class SandboxParts : IAsyncDisposable
{
    private readonly SandboxState _state;
    private readonly StateKeeper? _keeper;
    private readonly WebhookDispatcher _webhooks = new(new WebhookOptions());
    private readonly FaultPlan _faults = new();
    private readonly RateLimits _limits;

    private SandboxParts(SandboxState state, StateKeeper? keeper, RateProfile rates)
    {
        (_state, _keeper) = (state, keeper);
        _limits = new RateLimits(state) { Profile = rates };
    }

    public static SandboxParts Start(StripeSandboxOptions options, WebApplication application, SandboxState state, RequestLog log, RequestGates gates)
    {
        var rates = RateProfile.Named(options.RateLimit) ?? throw new ArgumentException($"Unknown rate limit {options.RateLimit}", nameof(options));
        var keeper = options.DatabaseFile is { } path ? new StateKeeper(new StateFile(path), state) : null;
        var parts = new SandboxParts(state, keeper, rates);
        new FaultGate(parts._faults, parts._limits, log).Attach(gates);
        state.AccountOpened = parts.Join;
        state.WasForgotten = (key, account) => keeper?.Forget(key, account);
        state.WasReset = parts.Reset;
        keeper?.Load();
        if (keeper is not null)
        {
            application.Use(parts.SaveSettingsAsync);
        }

        return parts;
    }

    public void MapControl(WebApplication application)
    {
        WebhookControl.Map(application, _state, _webhooks);
        FaultControl.Map(application, _state, _faults, _limits);
        SearchControl.Map(application, _state);
    }

    public async ValueTask DisposeAsync()
    {
        await _webhooks.DisposeAsync();
        _keeper?.Dispose();
    }

    private void Join(string key, Account account)
    {
        _keeper?.Join(key, account);
        _webhooks.Join(account);
        SearchLag.Join(account);
    }

    private void Reset()
    {
        _webhooks.Forget();
        _faults.Remove(null);
        _limits.Profile = RateProfile.Off;
        _keeper?.Clear();
    }

    /// <summary>Switches and clocks change outside of the API only.</summary>
    private async Task SaveSettingsAsync(Microsoft.AspNetCore.Http.HttpContext http, Func<Task> next)
    {
        await next();
        if (http.Request.Method != "GET" && !http.Request.Path.StartsWithSegments("/v1"))
        {
            _keeper!.SaveSettings();
        }
    }
}
