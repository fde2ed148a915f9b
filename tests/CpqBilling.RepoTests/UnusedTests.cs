using CpqBilling.RepoTests.Code;
using Microsoft.CodeAnalysis;

namespace CpqBilling.RepoTests;

/// <summary>What nobody uses is read by everybody: it goes.</summary>
public sealed class UnusedTests
{
    [Fact]
    public void Members_AreUsed()
    {
        var used = CodeBase.Uses.All.Where(use => !IsItself(use)).Select(use => Key(use.Used)).ToHashSet();
        var pages = Repository.Find(["src", "sandboxes"], ".razor").Select(page => page.Text).ToList();
        var declared = CodeBase.Product.Concat(CodeBase.Sandboxes).SelectMany(Declared).ToList();
        Guard.Looked(declared.Count, 2000, "members");
        var unused = declared
            .Where(member => !used.Contains(Key(member)) && !CodeBase.Uses.Unresolved.Contains(member.Name))
            .Where(member => !pages.Exists(page => page.Contains(member.Name, StringComparison.Ordinal)))
            .Select(member => $"{CodeUse.FileOf(member)} {member.ContainingType?.Name}{(member.ContainingType is null ? "" : ".")}{member.Name}")
            .Distinct()
            .ToList();
        var excused = AllowList.Read("unused-members.txt");
        Guard.Holds(
            "Every type and member is used outside itself and outside tests, or has a reason in unused-members.txt.",
            "CONTRIBUTING.md",
            unused.Where(member => !excused.Allows(member)).Concat(excused.Outdated(unused))
        );
    }

    private static bool IsItself(CodeUse use) =>
        use.Used is INamedTypeSymbol type
        && SymbolEqualityComparer.Default.Equals(CodeUse.Outermost(type), use.By)
        && SymbolEqualityComparer.Default.Equals(type, use.By);

    private static string Key(ISymbol symbol) =>
        (symbol as IMethodSymbol)?.AssociatedSymbol?.GetDocumentationCommentId() ?? symbol.GetDocumentationCommentId() ?? symbol.ToDisplayString();

    /// <summary>Methods, properties and constants that are not private, and types; not what the language or a base type asks for.</summary>
    private static IEnumerable<ISymbol> Declared(CodeProject project) =>
        Types(project.Compilation.Assembly.GlobalNamespace)
            .Where(type => CodeUse.FileOf(type) is not null)
            .SelectMany(type =>
                type.GetMembers()
                    .Where(IsOwn)
                    .Append(type.IsStatic || type.TypeKind == TypeKind.Enum || IsStartedByOthers(type) ? null : type)
                    .OfType<ISymbol>()
            );

    /// <summary>The entry of a program, and what the tools of the database look for.</summary>
    private static bool IsStartedByOthers(INamedTypeSymbol type) =>
        type.Name == "Program" || type.AllInterfaces.Any(face => face.Name == "IDesignTimeDbContextFactory");

    private static bool IsOwn(ISymbol member) =>
        member.DeclaredAccessibility != Accessibility.Private
        && !member.IsImplicitlyDeclared
        && !member.IsOverride
        && member is IPropertySymbol { IsIndexer: false } or IFieldSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary }
        && member.ContainingType.TypeKind != TypeKind.Enum
        && !IsStored(member)
        && !IsPositional(member)
        && member
            .ContainingType.AllInterfaces.SelectMany(face => face.GetMembers())
            .All(asked => !SymbolEqualityComparer.Default.Equals(member.ContainingType.FindImplementationForInterfaceMember(asked), member));

    /// <summary>The database layer reads rows and sets as a whole.</summary>
    private static bool IsStored(ISymbol member) =>
        member.ContainingNamespace.Name == "Rows" || (member is IPropertySymbol property && property.Type.Name == "DbSet");

    /// <summary>Parts of a record's shape: it may be compared, written or taken apart as a whole.</summary>
    private static bool IsPositional(ISymbol member) =>
        member.DeclaringSyntaxReferences.Any(reference => reference.GetSyntax() is Microsoft.CodeAnalysis.CSharp.Syntax.ParameterSyntax);

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol parent) =>
        parent
            .GetMembers()
            .OfType<INamespaceOrTypeSymbol>()
            .SelectMany(child => child is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(child));
}
