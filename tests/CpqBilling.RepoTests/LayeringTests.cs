using System.Xml.Linq;

namespace CpqBilling.RepoTests;

/// <summary>References point one way: Core, then adapters, then the engine, then what people touch.</summary>
public sealed class LayeringTests
{
    private const string Document = "docs/architecture.md";
    private static readonly string[] Adapters = ["CpqBilling.Salesforce", "CpqBilling.Stripe", "CpqBilling.Storage"];
    private static readonly string[] Sandboxes = ["CpqBilling.Sandbox.Stripe", "CpqBilling.Sandbox.Salesforce"];

    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["CpqBilling.Core"] = [],
        ["CpqBilling.Salesforce"] = ["CpqBilling.Core"],
        ["CpqBilling.Stripe"] = ["CpqBilling.Core"],
        ["CpqBilling.Storage"] = ["CpqBilling.Core"],
        ["CpqBilling.Engine"] = ["CpqBilling.Core", .. Adapters],
        ["CpqBilling.Web"] = ["CpqBilling.Core", .. Adapters, "CpqBilling.Engine"],
        ["CpqBilling.Cli"] = ["CpqBilling.Core", .. Adapters, "CpqBilling.Engine", "CpqBilling.Web", .. Sandboxes],
        ["CpqBilling.Sandbox.Stripe"] = [],
        ["CpqBilling.Sandbox.Salesforce"] = [],
    };

    [Fact]
    public void ProjectReferences_PointOneWay()
    {
        var projects = Projects();
        Guard.Holds(
            "Core sees nothing, adapters see only Core and never each other, sandboxes see nothing of src, and only the command line sees sandboxes.",
            Document,
            projects.SelectMany(project => Wrong(project, References(project, "ProjectReference").Select(NameOf)))
        );
    }

    [Fact]
    public void EveryProject_HasALayer()
    {
        Guard.Holds(
            "A new project below src or sandboxes needs a place in the table of LayeringTests and in the architecture page.",
            Document,
            Projects().Where(project => !Allowed.ContainsKey(NameOf(project.Path))).Select(project => project.Path)
        );
    }

    [Fact]
    public void StripeClient_IsReferencedByItsAdapterOnly()
    {
        Guard.Holds(
            "Stripe.net is the only door to Stripe, and in src only CpqBilling.Stripe holds its key. (The Stripe sandbox reads the shapes of parameters from it.)",
            Document,
            Projects()
                .Where(project =>
                    project.Path.StartsWith("src/", StringComparison.Ordinal)
                    && NameOf(project.Path) != "CpqBilling.Stripe"
                    && References(project, "PackageReference").Contains("Stripe.net")
                )
                .Select(project => project.Path)
        );
    }

    [Fact]
    public void Core_KnowsDatesAndNothingElse()
    {
        var packages = References(Repository.File("src/CpqBilling.Core/CpqBilling.Core.csproj"), "PackageReference").Order().ToList();
        Assert.Equal(["Microsoft.CodeAnalysis.BannedApiAnalyzers", "NodaTime"], packages);
    }

    private static IEnumerable<string> Wrong(RepoFile project, IEnumerable<string> references) =>
        references
            .Where(reference => Allowed.TryGetValue(NameOf(project.Path), out var allowed) && !allowed.Contains(reference))
            .Select(reference => $"{project.Path} refers to {reference}");

    private static List<RepoFile> Projects()
    {
        var projects = Repository.Find(["src", "sandboxes"], ".csproj").ToList();
        Guard.Looked(projects.Count, Allowed.Count, "projects");
        return projects;
    }

    private static IEnumerable<string> References(RepoFile project, string element) =>
        XDocument.Parse(project.Text).Descendants(element).Select(reference => (string)reference.Attribute("Include")!);

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/'));
}
