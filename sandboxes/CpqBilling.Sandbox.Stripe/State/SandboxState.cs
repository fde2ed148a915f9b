using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>All accounts of one server, by API key.</summary>
internal sealed class SandboxState(SandboxClock clock)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = [];

    public SandboxClock Clock => clock;

    public Decisions Decisions { get; private set; } = new();

    public IdGenerator Ids { get; set; } = new();

    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>Lets whoever watches events or stores state join a new account.</summary>
    public Action<string, Account>? AccountOpened { get; set; }

    public Account AccountOf(string key) => _accounts.GetOrAdd(key, _ =>
    {
        var account = new Account(Ids.Next("acct_")[..21], clock, Ids, Decisions);
        AccountOpened?.Invoke(key, account);
        return account;
    });

    public void Reset()
    {
        _accounts.Clear();
        Decisions = new Decisions();
    }

    /// <summary>Lets everything that became due on the base clock happen, account by account.</summary>
    public void CatchUp()
    {
        foreach (var account in _accounts.Values)
        {
            lock (account.Gate)
            {
                account.DueHandler.CatchUp();
            }
        }
    }
}
