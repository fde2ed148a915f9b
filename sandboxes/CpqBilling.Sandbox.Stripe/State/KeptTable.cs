using System.Security.Cryptography;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Saves what changed in one table of an account.</summary>
internal abstract class KeptTable
{
    public abstract string Kind { get; }

    public abstract void Load(IEnumerable<StateEntry> entries);

    public abstract void Watch();

    public abstract IEnumerable<string> TouchedIds { get; }

    public abstract void Collect(List<StateEntry> put, List<(string Kind, string Id)> removed);
}

/// <inheritdoc/>
/// <remarks>Whatever was handed out may have been changed; comparing its text with the one saved last tells.</remarks>
internal sealed class KeptTable<T>(string kind, Table<T> table) : KeptTable
    where T : StripeObject
{
    private readonly Dictionary<string, UInt128> _saved = [];

    public override string Kind => kind;

    public override IEnumerable<string> TouchedIds => table.Touched!.Select(item => item.Id);

    public override void Load(IEnumerable<StateEntry> entries)
    {
        foreach (var entry in entries)
        {
            table.Add(StateJson.Read<T>(entry.Body));
            _saved[entry.Id] = Mark(entry.Body);
        }
    }

    public override void Watch()
    {
        table.Touched = [];
        table.Removed = [];
    }

    public override void Collect(List<StateEntry> put, List<(string Kind, string Id)> removed)
    {
        foreach (var item in table.Touched!)
        {
            var body = StateJson.Write(item);
            var mark = Mark(body);
            if (!_saved.TryGetValue(item.Id, out var last) || last != mark)
            {
                _saved[item.Id] = mark;
                put.Add(new StateEntry(kind, item.Id, item.Sequence, body));
            }
        }

        removed.AddRange(table.Removed!.Where(id => _saved.Remove(id)).Select(id => (kind, id)));
        table.Touched.Clear();
        table.Removed!.Clear();
    }

    private static UInt128 Mark(byte[] body) => BitConverter.ToUInt128(SHA256.HashData(body));
}
