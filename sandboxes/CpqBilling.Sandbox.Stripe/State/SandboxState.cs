using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>All accounts of one server, by API key.</summary>
internal sealed class SandboxState(SandboxClock clock, KindTable kinds)
{
    private readonly ConcurrentDictionary<string, Account> _accounts = [];
    private readonly Lock _opening = new();

    public SandboxClock Clock => clock;

    public Decisions Decisions { get; private set; } = new();

    public IdGenerator Ids { get; set; } = new();

    public IEnumerable<Account> Accounts => _accounts.Values;

    /// <summary>Lets whoever watches events or stores state join a new account.</summary>
    public Action<string, Account>? AccountOpened { get; set; }

    /// <summary>Lets whoever stores state forget it with everybody else.</summary>
    public Action? WasReset { get; set; }

    public Action<string, Account>? WasForgotten { get; set; }

    public IReadOnlyDictionary<string, Account> ByKey => _accounts;

    public Account AccountOf(string key) => _accounts.TryGetValue(key, out var known) ? known : Open(key, null, null);

    /// <summary>A new account, or one that was loaded and is filled before anybody sees it.</summary>
    public Account Open(string key, string? id, Action<Account>? fill)
    {
        lock (_opening)
        {
            if (_accounts.TryGetValue(key, out var known))
            {
                return known;
            }

            var account = new Account(id ?? Ids.Next("acct_")[..21], new AccountParts(clock, Ids, Decisions, kinds));
            fill?.Invoke(account);
            AccountOpened?.Invoke(key, account);
            _accounts[key] = account;
            return account;
        }
    }

    /// <summary>Empties the account of one key.</summary>
    public bool Forget(string key)
    {
        if (!_accounts.TryRemove(key, out var account))
        {
            return false;
        }

        WasForgotten?.Invoke(key, account);
        return true;
    }

    public void Restore(Decisions decisions) => Decisions = decisions;

    public void Reset()
    {
        _accounts.Clear();
        Decisions = new Decisions();
        WasReset?.Invoke();
    }

    /// <summary>The same without waiting: an account that is busy catches up by itself.</summary>
    public void CatchUpIdle()
    {
        foreach (var account in _accounts.Values)
        {
            if (!account.Gate.TryEnter())
            {
                continue;
            }

            try
            {
                account.DueHandler.CatchUp();
                account.Save?.Invoke();
            }
            catch (Exception defect)
            {
                // Nobody waits for an answer here, and the other accounts must go on.
                account.FailureOfTime = defect;
            }
            finally
            {
                account.Gate.Exit();
            }
        }
    }

    /// <summary>Lets everything that became due on the base clock happen, account by account.</summary>
    public void CatchUp()
    {
        foreach (var account in _accounts.Values)
        {
            lock (account.Gate)
            {
                account.DueHandler.CatchUp();
                account.Save?.Invoke();
            }
        }
    }
}
