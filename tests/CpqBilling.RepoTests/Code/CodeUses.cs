using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace CpqBilling.RepoTests.Code;

/// <summary>Every use of something that is declared in this repository, and the names that could not be resolved.</summary>
/// <param name="Unresolved">Names that generated code declares, or that are ambiguous without it: they count as uses of whatever is so called.</param>
internal sealed record CodeUses(ImmutableArray<CodeUse> All, ImmutableHashSet<string> Unresolved)
{
    public static CodeUses Of(ImmutableArray<CodeProject> projects)
    {
        var names = Names();
        var found = projects
            .SelectMany(project => project.Trees.Select(tree => (Project: project, Tree: tree)))
            .AsParallel()
            .Select(row => InTree(row.Project, row.Tree, names))
            .ToList();
        return new CodeUses([.. found.SelectMany(uses => uses.All)], [.. found.SelectMany(uses => uses.Unresolved)]);
    }

    private static CodeUses InTree(CodeProject project, SyntaxTree tree, HashSet<string> names)
    {
        var model = project.Compilation.GetSemanticModel(tree);
        var uses = ImmutableArray.CreateBuilder<CodeUse>();
        var unresolved = ImmutableHashSet.CreateBuilder<string>();
        foreach (
            var node in tree.GetRoot()
                .DescendantNodes()
                .Where(node => node is SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax)
        )
        {
            if (
                (node is SimpleNameSyntax { Identifier.ValueText: var name } && !names.Contains(name))
                || node.FirstAncestorOrSelf<UsingDirectiveSyntax>() is not null
            )
            {
                continue;
            }

            var info = model.GetSymbolInfo(node);
            ImmutableArray<ISymbol> symbols = info.Symbol is { } symbol ? [symbol] : info.CandidateSymbols;
            if (symbols.IsEmpty && node is SimpleNameSyntax simple)
            {
                unresolved.Add(simple.Identifier.ValueText);
            }

            var line = tree.GetLineSpan(node.Span).StartLinePosition.Line + 1;
            foreach (var used in symbols.Select(Declared).Where(IsOurs))
            {
                uses.Add(new CodeUse(project, tree.FilePath, line, TypeAround(model, node), used));
            }
        }

        return new CodeUses(uses.ToImmutable(), unresolved.ToImmutable());
    }

    /// <summary>What is declared somewhere in this repository; other names need not be looked up.</summary>
    private static HashSet<string> Names() =>
        [
            .. CodeBase
                .Product.Concat(CodeBase.Sandboxes)
                .SelectMany(project => project.Trees)
                .SelectMany(tree => tree.GetRoot().DescendantNodes().OfType<MemberDeclarationSyntax>())
                .SelectMany(NamesOf),
        ];

    private static IEnumerable<string> NamesOf(MemberDeclarationSyntax member) =>
        member switch
        {
            BaseFieldDeclarationSyntax field => field.Declaration.Variables.Select(variable => variable.Identifier.ValueText),
            RecordDeclarationSyntax { ParameterList: { } list } type => list
                .Parameters.Select(parameter => parameter.Identifier.ValueText)
                .Append(type.Identifier.ValueText),
            BaseTypeDeclarationSyntax type => [type.Identifier.ValueText],
            DelegateDeclarationSyntax type => [type.Identifier.ValueText],
            MethodDeclarationSyntax method => [method.Identifier.ValueText],
            PropertyDeclarationSyntax property => [property.Identifier.ValueText],
            EventDeclarationSyntax happening => [happening.Identifier.ValueText],
            EnumMemberDeclarationSyntax word => [word.Identifier.ValueText],
            _ => [],
        };

    private static bool IsOurs(ISymbol symbol) =>
        symbol is INamedTypeSymbol or IMethodSymbol or IPropertySymbol or IFieldSymbol or IEventSymbol && CodeUse.FileOf(symbol) is not null;

    private static ISymbol Declared(ISymbol symbol) =>
        symbol is IMethodSymbol { ReducedFrom: { } extension } ? extension.OriginalDefinition : symbol.OriginalDefinition;

    private static INamedTypeSymbol? TypeAround(SemanticModel model, SyntaxNode node) =>
        node.Ancestors().LastOrDefault(ancestor => ancestor is BaseTypeDeclarationSyntax or DelegateDeclarationSyntax) is { } declaration
            ? model.GetDeclaredSymbol(declaration) as INamedTypeSymbol
            : null;
}
