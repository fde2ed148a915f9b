using Microsoft.CodeAnalysis;

namespace CpqBilling.RepoTests.Code;

/// <summary>One place where code names something: another type of ours, or a member.</summary>
/// <param name="By">The outermost type that stands around the place; null at the top of a program.</param>
internal sealed record CodeUse(CodeProject Project, string Path, int Line, INamedTypeSymbol? By, ISymbol Used)
{
    /// <summary>The outermost type that is used.</summary>
    public INamedTypeSymbol? UsedType => Outermost(Used as INamedTypeSymbol ?? Used.ContainingType);

    public static INamedTypeSymbol? Outermost(INamedTypeSymbol? type)
    {
        while (type?.ContainingType is { } outer)
        {
            type = outer;
        }

        return type?.OriginalDefinition;
    }

    /// <summary>The file a type of ours is declared in; null for those of others.</summary>
    public static string? FileOf(ISymbol? symbol) => symbol?.DeclaringSyntaxReferences.FirstOrDefault()?.SyntaxTree.FilePath;
}
