using System.Collections.Concurrent;
using System.Text.Json;
using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>Takes deployments of the Metadata API: everything is checked first, and goes in wholly or, when the client wants it so, without what failed.</summary>
/// <remarks>Objects and fields join the org's schema, permission sets and Apex become rows; pages, tabs and components are checked and remembered. No Apex runs here.</remarks>
internal sealed class Deployments(SandboxOrg org)
{
    private const string ComponentsFact = "deployedComponents";
    private readonly ConcurrentDictionary<string, Deployment> _done = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> _components = org.Fact(ComponentsFact) is { } text
        ? JsonSerializer.Deserialize<Dictionary<string, string>>(text)!
        : [];
    private int _last;

    public Deployment? Find(string id) => _done.GetValueOrDefault(SalesforceId.Normalize(id) ?? "");

    /// <summary>The components that were deployed, as type and full name.</summary>
    public IReadOnlyList<(string Type, string FullName)> Components =>
        org.Read(() => _components.Keys.Select(key => key.Split(':', 2)).Select(parts => (parts[0], parts[1])).ToList());

    public Deployment Deploy(MetadataArchive archive, DeployOptions options, OrgUser user)
    {
        var (found, refused) = new ComponentReader(archive).Read();
        var deployment = org.Write(
            user,
            session =>
            {
                var checks = new ComponentChecks(org.Schema, found, name => Row(session, "ApexClass", name) is not null);
                var messages = found.Select(component => Message(component, checks.ProblemOf(component))).Concat(refused).ToList();
                var done = new Deployment(SalesforceId.Make("0Af", Interlocked.Increment(ref _last)), user, org.Clock.Now, options, messages);
                if (done.IsApplied)
                    Apply([.. found.Where(component => messages.Exists(m => m.Problem is null && IsAbout(m, component)))], archive, session);
                return done;
            }
        );
        _done[deployment.Id] = deployment;
        return deployment;
    }

    private DeployMessage Message(Component component, string? problem)
    {
        var isKnown = component.Type switch
        {
            "CustomObject" => org.Schema.Find(component.FullName) is not null,
            "CustomField" => component.FullName.Split('.') is [var owner, var field] && org.Schema.Find(owner)?.Find(field) is not null,
            _ => _components.ContainsKey(component.Key),
        };
        return new DeployMessage(component.Type, component.FullName, component.FileName, problem)
        {
            IsCreated = problem is null && !isKnown,
            IsChanged = problem is null && _components.GetValueOrDefault(component.Key) != component.Content,
        };
    }

    private static bool IsAbout(DeployMessage message, Component component) =>
        message.Type == component.Type && message.FullName == component.FullName;

    private void Apply(IReadOnlyList<Component> components, MetadataArchive archive, WriteSession session)
    {
        org.Deploy(Objects(components, archive));
        foreach (var component in components)
        {
            _components[component.Key] = component.Content;
            if (component.Type == "PermissionSet")
                PermissionSets.Write(session, component.FullName, component.Xml);
            else if (component.Type is "ApexClass" or "ApexTrigger")
                WriteCode(component, session);
        }
        org.KeepFact(ComponentsFact, JsonSerializer.Serialize(_components));
    }

    /// <summary>The objects' files without fields and rules that the manifest does not name or that were refused.</summary>
    private static Dictionary<string, string> Objects(IReadOnlyList<Component> components, MetadataArchive archive)
    {
        var objects = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var parts in components.Where(c => c.Type is "CustomObject" or "CustomField" or "ValidationRule").GroupBy(c => c.Owner))
        {
            var file = parts.FirstOrDefault(c => c.Type == "CustomObject")?.Xml ?? XDocument.Parse(archive.Files[parts.First().FileName]).Root!;
            var named = parts.Select(c => c.FullName[(c.FullName.IndexOf('.', StringComparison.Ordinal) + 1)..]).ToHashSet(StringComparer.Ordinal);
            var kept = new XElement(file);
            kept.Elements()
                .Where(child => child.Name.LocalName is "fields" or "validationRules" && !named.Contains(PackageField.Text(child, "fullName") ?? ""))
                .Remove();
            objects[parts.Key] = kept.ToString();
        }
        return objects;
    }

    private static void WriteCode(Component code, WriteSession session)
    {
        var values = new Dictionary<string, object?>
        {
            ["Name"] = code.FullName,
            ["ApiVersion"] = decimal.TryParse(
                PackageField.Text(code.Xml, "apiVersion"),
                System.Globalization.CultureInfo.InvariantCulture,
                out var version
            )
                ? version
                : null,
            ["Status"] = PackageField.Text(code.Xml, "status") ?? "Active",
            ["Body"] = code.Content,
            ["LengthWithoutComments"] = (decimal)code.Content.Length,
        };
        if (Row(session, code.Type, code.FullName) is { } known)
            session.Update(known, values, WriteMode.Fixture);
        else
            session.Insert(code.Type, values, WriteMode.Fixture);
    }

    private static Record? Row(WriteSession session, string type, string name) =>
        session.Store[type].All.FirstOrDefault(row => !row.IsDeleted && string.Equals(row.Text("Name"), name, StringComparison.OrdinalIgnoreCase));
}
