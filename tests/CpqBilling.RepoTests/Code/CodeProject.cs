using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace CpqBilling.RepoTests.Code;

/// <summary>A project as the compiler reads it.</summary>
/// <param name="Folder">From the root, as in src/CpqBilling.Core.</param>
internal sealed record CodeProject(string Name, string Folder, CSharpCompilation Compilation)
{
    public IEnumerable<SyntaxTree> Trees => Compilation.SyntaxTrees.Where(tree => tree.FilePath.Length > 0);

    /// <summary>The folder of a file below the project; "." for its root. Only the first level counts.</summary>
    public string FolderOf(string path)
    {
        var parts = path[(Folder.Length + 1)..].Split('/');
        return parts.Length == 1 ? "." : parts[0];
    }

    /// <summary>The projects below a folder, read against those before them.</summary>
    public static ImmutableArray<CodeProject> Read(string parent, ImmutableArray<CodeProject> before)
    {
        var projects = before;
        var folders = Repository.Find([parent], ".csproj").Select(file => file.Folder).ToList();
        // Each project after those it refers to.
        while (folders.Count > 0)
        {
            var next = folders.First(folder => References(folder).All(name => folders.TrueForAll(other => Path.GetFileName(other) != name)));
            folders.Remove(next);
            projects = projects.Add(Compile(next, projects));
        }

        return projects.RemoveRange(0, before.Length);
    }

    private static IEnumerable<string> References(string folder) =>
        System
            .Xml.Linq.XDocument.Parse(ProjectFile(folder).Text)
            .Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(((string)reference.Attribute("Include")!).Replace('\\', '/')));

    private static RepoFile ProjectFile(string folder) => Repository.File($"{folder}/{Path.GetFileName(folder)}.csproj");

    private static CodeProject Compile(string folder, ImmutableArray<CodeProject> known)
    {
        var parse = new CSharpParseOptions(LanguageVersion.CSharp14).WithFeatures([new("run-nullable-analysis", "never")]);
        var trees = Repository
            .Find([folder], ".cs")
            .Where(file => !file.Path.Contains("/Migrations/", StringComparison.Ordinal))
            .AsParallel()
            .Select(file => CSharpSyntaxTree.ParseText(file.Text, parse, file.Path))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings(ProjectFile(folder).Text), parse));
        // Whether something may be null is the build's business.
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, nullableContextOptions: NullableContextOptions.Disable);
        var references = Platform.Concat(known.Select(project => (MetadataReference)project.Compilation.ToMetadataReference()));
        var name = Path.GetFileName(folder);
        return new CodeProject(name, folder, CSharpCompilation.Create(name, trees, references, options));
    }

    private static string ImplicitUsings(string project)
    {
        string[] names =
        [
            "System",
            "System.Collections.Generic",
            "System.IO",
            "System.Linq",
            "System.Net.Http",
            "System.Threading",
            "System.Threading.Tasks",
        ];
        string[] web =
        [
            "System.Net.Http.Json",
            "Microsoft.AspNetCore.Builder",
            "Microsoft.AspNetCore.Hosting",
            "Microsoft.AspNetCore.Http",
            "Microsoft.AspNetCore.Routing",
            "Microsoft.Extensions.Configuration",
            "Microsoft.Extensions.DependencyInjection",
            "Microsoft.Extensions.Hosting",
            "Microsoft.Extensions.Logging",
        ];
        var own = System.Xml.Linq.XDocument.Parse(project).Descendants("Using").Select(use => (string)use.Attribute("Include")!);
        var all = names
            .Concat(
                project.Contains("Sdk.Web", StringComparison.Ordinal) || project.Contains("Microsoft.AspNetCore.App", StringComparison.Ordinal)
                    ? web
                    : []
            )
            .Concat(own);
        return string.Join('\n', all.Distinct().Select(name => $"global using {name};"));
    }

    /// <summary>What this test itself runs with: the framework and the packages of all projects it refers to.</summary>
    private static ImmutableArray<MetadataReference> Platform { get; } =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator)
            .Where(path =>
                !Path.GetFileName(path).StartsWith("CpqBilling.", StringComparison.OrdinalIgnoreCase)
                && !Path.GetFileName(path).StartsWith("cpqbilling", StringComparison.Ordinal)
            )
            .Select(path => (MetadataReference)MetadataReference.CreateFromFile(path)),
    ];
}
