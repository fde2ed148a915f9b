using CpqBilling.RepoTests.Code;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CpqBilling.RepoTests;

/// <summary>Functions and files are as long as one idea needs, and what many values describe is a record.</summary>
public sealed class ShapeTests
{
    private const string Document = "CONTRIBUTING.md";
    private const int MostLines = 70;
    private const int MostParameters = 5;

    [Fact]
    public void Functions_AreShort() =>
        Hold(
            $"No function has more than {MostLines} lines: take leaves out of it.",
            "long-functions.txt",
            Declarations<SyntaxNode>(CodeBase.All)
                .Where(row =>
                    row.Node
                        is BaseMethodDeclarationSyntax
                            or LocalFunctionStatementSyntax
                            or AccessorDeclarationSyntax
                            or PropertyDeclarationSyntax { ExpressionBody: not null }
                )
                .Select(row => (row.Path, Key: NameOf(row.Node), Lines: LinesOf(row.Node)))
                .Where(row => row.Lines > MostLines)
                .Select(row => ($"{row.Path} {row.Key}", $"{row.Lines} lines"))
        );

    [Fact]
    public void Functions_TakeFewParameters() =>
        Hold(
            $"At most {MostParameters} parameters, constructors included; more belong into a record with names.",
            "many-parameters.txt",
            Declarations<ParameterListSyntax>(CodeBase.Product.Concat(CodeBase.Sandboxes))
                .Where(row => row.Node.Parent is not RecordDeclarationSyntax && !IsGiven(row.Node.Parent!))
                .Where(row => row.Node.Parameters.Count > MostParameters)
                .Select(row => ($"{row.Path} {NameOf(row.Node.Parent!)}", $"{row.Node.Parameters.Count} parameters"))
        );

    [Fact]
    public void Files_HoldOneType() =>
        Hold(
            "A file holds one type, named like the file, and what is nested in it: give each other type a file of its own.",
            "files-of-several-types.txt",
            CodeBase
                .Product.Concat(CodeBase.Sandboxes)
                .SelectMany(project => project.Trees)
                .Select(tree => (tree.FilePath, Types: TopTypes(tree).ToList()))
                .Where(row => row.Types.Count > 1)
                .Select(row => (row.FilePath, $"holds {string.Join(", ", row.Types)}"))
        );

    private static void Hold(string rule, string list, IEnumerable<(string Key, string What)> offenders)
    {
        var found = offenders.ToList();
        var excused = AllowList.Read(list);
        Guard.Holds(
            rule,
            Document,
            found
                .Where(row => !excused.Allows(row.Key))
                .Select(row => $"{row.Key} ({row.What})")
                .Concat(excused.Outdated(found.Select(row => row.Key)))
        );
    }

    private static IEnumerable<(string Path, T Node)> Declarations<T>(IEnumerable<CodeProject> projects)
        where T : SyntaxNode
    {
        var trees = projects.SelectMany(project => project.Trees).ToList();
        Guard.Looked(trees.Count, 400, "sources");
        return trees.SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<T>().Select(node => (tree.FilePath, node)));
    }

    /// <summary>What a base type or an interface of others prescribes.</summary>
    private static bool IsGiven(SyntaxNode node) => node is MethodDeclarationSyntax method && method.Modifiers.Any(SyntaxKind.OverrideKeyword);

    private static int LinesOf(SyntaxNode node)
    {
        var first = node.ChildTokens()
            .Concat(node.DescendantTokens())
            .First(token => token.Parent is not AttributeListSyntax && !token.Parent!.Ancestors().OfType<AttributeListSyntax>().Any());
        return node.GetLocation().GetLineSpan().EndLinePosition.Line - first.GetLocation().GetLineSpan().StartLinePosition.Line + 1;
    }

    private static IEnumerable<string> TopTypes(SyntaxTree tree) =>
        tree.GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax)
            .OfType<MemberDeclarationSyntax>()
            .Where(member => member is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax)
            .Select(NameOf)
            .Distinct();

    private static string NameOf(SyntaxNode node) =>
        node switch
        {
            TypeDeclarationSyntax type => type.Identifier.ValueText + type.TypeParameterList,
            BaseTypeDeclarationSyntax type => type.Identifier.ValueText,
            DelegateDeclarationSyntax type => type.Identifier.ValueText,
            MethodDeclarationSyntax method => method.Identifier.ValueText,
            LocalFunctionStatementSyntax function => function.Identifier.ValueText,
            ConstructorDeclarationSyntax constructor => constructor.Identifier.ValueText,
            PropertyDeclarationSyntax property => property.Identifier.ValueText,
            AccessorDeclarationSyntax accessor => $"{NameOf(accessor.Parent!.Parent!)}.{accessor.Keyword.ValueText}",
            _ => node.Kind().ToString(),
        };
}
