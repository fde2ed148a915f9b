using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Persistence;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>The org: its schema, records, users and clock, with one lock around them. Everything else is behaviour on top.</summary>
internal sealed class SandboxOrg : IDisposable
{
    private readonly ReaderWriterLockSlim _lock = new(LockRecursionPolicy.SupportsRecursion);
    private readonly OrgDatabase? _database;

    public SandboxOrg(OrgStart start)
    {
        _database = start.DatabaseFile is { } file ? new OrgDatabase(file) : null;
        HasPackage = start.HasPackage;
        Schema = OrgSchema.Load(start.MultiCurrency, start.HasPackage);
        Store = new RecordStore(Schema);
        Clock = new OrgClock(start.FrozenAt);
        Formulas = new Formulas.FormulaEngine(this);
        Behaviour.Install(this);
        Join(DeployedObjects.Read(_database?.Fact(DeployedObjects.Fact)));
        if (_database?.Fact("multiCurrency") is { } multiCurrency)
            Schema.MultiCurrency = multiCurrency == "true";
        if (_database is { IsEmpty: false })
            OrgMemory.Recall(this, _database);
        else
            Seed.Fill(this);
        Cpq.Recall(this);
    }

    public OrgSchema Schema { get; }

    /// <summary>Whether our package was there from the start.</summary>
    public bool HasPackage { get; }

    public RecordStore Store { get; }

    public OrgClock Clock { get; }

    public Formulas.FormulaEngine Formulas { get; }

    public Cpq.CpqSettings Cpq { get; } = new();

    public string Id { get; } = SalesforceId.Make("00D", 1);

    /// <summary>Users by username; the same people are rows of <c>User</c>.</summary>
    public Dictionary<string, OrgUser> Users { get; } = new(StringComparer.OrdinalIgnoreCase);

    public OrgUser IntegrationUser => Users[Seed.IntegrationUsername];

    public T Read<T>(Func<T> work)
    {
        _lock.EnterReadLock();
        try
        {
            return work();
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    /// <summary>Runs a transaction as <paramref name="user"/>: committed when <paramref name="work"/> returns, rolled back when it throws.</summary>
    public T Write<T>(OrgUser user, Func<WriteSession, T> work)
    {
        _lock.EnterWriteLock();
        try
        {
            var session = new WriteSession(this, user);
            try
            {
                var result = work(session);
                session.Commit();
                return result;
            }
            catch
            {
                session.RollbackTo(0);
                throw;
            }
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Takes in deployed objects and fields, by name with the XML that describes them; a restart finds them again. Needs the write lock.</summary>
    public void Deploy(IReadOnlyDictionary<string, string> objects)
    {
        Join(objects);
        KeepFact(DeployedObjects.Fact, DeployedObjects.Write(DeployedObjects.Read(Fact(DeployedObjects.Fact)), objects));
    }

    private void Join(IReadOnlyDictionary<string, string> objects)
    {
        var known = Schema.All.Select(type => type.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var type in Schema.Join([.. objects.Select(file => PackageObject.ReadWhole(file.Key, XDocument.Parse(file.Value).Root!))]))
        {
            Formulas.Compile(type);
            Store[type].Refit();
            if (!known.Contains(type.Name))
                CpqBehaviour.Joined(type, Store.Hooks);
        }
    }

    public void Committed(IReadOnlyList<RecordChange> changes) => Store.Hooks.RunCommitted(changes);

    /// <summary>Back to an org with nothing but its users.</summary>
    public void Reset()
    {
        _lock.EnterWriteLock();
        try
        {
            foreach (var table in Store.Tables)
                table.Clear();
            Users.Clear();
            var deployed = Fact(DeployedObjects.Fact);
            _database?.Clear();
            KeepFact(DeployedObjects.Fact, deployed);
            Seed.Fill(this);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Keeps what a transaction touched; nothing to do in an org that lives in memory.</summary>
    public void Keep(IReadOnlyCollection<Record> touched)
    {
        if (touched.Count > 0)
            _database?.Write(touched, Store);
    }

    /// <summary>Remembers a fact beside the records, or forgets it.</summary>
    public void KeepFact(string name, string? value) => _database?.SetFact(name, value);

    public string? Fact(string name) => _database?.Fact(name);

    public void Dispose()
    {
        _database?.Dispose();
        _lock.Dispose();
    }
}
