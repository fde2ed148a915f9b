using System.Collections.Concurrent;

namespace CpqBilling.Sandbox.Stripe.Persistence;

/// <summary>Keeps the state of a server in a file, account by account, and brings it back.</summary>
internal sealed class StateKeeper(StateFile file, SandboxState state) : IDisposable
{
    /// <summary>Rows of the server itself; account ids are never empty.</summary>
    private const string Server = "";
    private const string AccountKind = "account";
    private const string SettingKind = "setting";

    private readonly ConcurrentDictionary<string, AccountKeeper> _keepers = [];

    private sealed record ClockSetting(long? FrozenAt, long WallOffsetSeconds);

    /// <summary>Brings back clock, switches and accounts; what was due meanwhile happens at the next tick.</summary>
    public void Load()
    {
        var rows = file.Read(Server);
        foreach (var row in rows.Where(row => row.Kind == SettingKind))
        {
            Apply(row);
        }

        foreach (var row in rows.Where(row => row.Kind == AccountKind))
        {
            state.Open(row.Id, StateJson.Read<string>(row.Body), account => KeeperOf(account).Fill());
        }

        foreach (var account in state.Accounts)
        {
            Derivations.Resume(account);
        }
    }

    public void Join(string key, Account account)
    {
        file.Write(Server, new StateChange([new StateEntry(AccountKind, key, 0, StateJson.Write(account.Id))], []));
        KeeperOf(account).Watch();
    }

    public void Forget(string key, Account account)
    {
        _keepers.TryRemove(account.Id, out _);
        file.Clear(account.Id);
        file.Write(Server, new StateChange([], [(AccountKind, key)]));
    }

    public void Clear()
    {
        _keepers.Clear();
        file.Clear(null);
    }

    public void SaveSettings()
    {
        var clock = StateJson.Write(new ClockSetting(state.Clock.FrozenAt, state.Clock.WallOffsetSeconds));
        file.Write(
            Server,
            new StateChange(
                [new StateEntry(SettingKind, "clock", 0, clock), new StateEntry(SettingKind, "decisions", 0, StateJson.Write(state.Decisions))],
                []
            )
        );
    }

    public void Dispose() => file.Dispose();

    private AccountKeeper KeeperOf(Account account) => _keepers.GetOrAdd(account.Id, _ => new AccountKeeper(account, file));

    private void Apply(StateEntry setting)
    {
        if (setting.Id == "decisions")
        {
            state.Restore(StateJson.Read<Decisions>(setting.Body));
            return;
        }

        var clock = StateJson.Read<ClockSetting>(setting.Body);
        (state.Clock.FrozenAt, state.Clock.WallOffsetSeconds) = (clock.FrozenAt, clock.WallOffsetSeconds);
    }
}
