using System.Collections.Concurrent;
using CpqBilling.Stripe.Pacing;

namespace CpqBilling.Engine.Installations;

/// <summary>The pace of each Stripe account, shared by all orgs that are billed through it.</summary>
/// <remarks>The nodes of a cluster take equal parts; the contracts of an account are spread over them by chance, and so evenly.</remarks>
/// <param name="rate">Requests a second; null is what Stripe allows.</param>
public sealed class StripePaces(double? rate)
{
    private const double OfLiveMode = 100;
    private const double OfTestMode = 25;
    private readonly ConcurrentDictionary<string, StripePace> _byAccount = new();
    private int _processes = 1;

    /// <summary>Null where nobody says a limit: a server of another name than Stripe's.</summary>
    public StripePace? Of(StripeAccountConnection account) =>
        (
            rate
            ?? (
                account.Connection.ApiBase is not null ? null
                : account.Account.IsLive ? OfLiveMode
                : OfTestMode
            )
        )
            is { } perSecond
            ? _byAccount.GetOrAdd(account.Account.Id, _ => New(perSecond))
            : null;

    /// <summary>So many processes send to the same accounts.</summary>
    public void ShareAmong(int processes)
    {
        Volatile.Write(ref _processes, processes);
        foreach (var pace in _byAccount.Values)
        {
            pace.ShareAmong(processes);
        }
    }

    private StripePace New(double perSecond)
    {
        var pace = new StripePace(perSecond);
        pace.ShareAmong(Volatile.Read(ref _processes));
        return pace;
    }
}
