using System.Collections.Immutable;

namespace CpqBilling.RepoTests.Code;

/// <summary>All code of the repository, read once by the compiler.</summary>
internal static class CodeBase
{
    private static readonly Lazy<ImmutableArray<CodeProject>> OfProduct = new(() => CodeProject.Read("src", Sandboxes!));
    private static readonly Lazy<ImmutableArray<CodeProject>> OfTests = new(() =>
        [.. CodeProject.Read("tests", [.. Sandboxes!, .. Product!]), .. CodeProject.Read("bench", [.. Sandboxes!, .. Product!])]
    );
    private static readonly Lazy<ImmutableArray<CodeProject>> OfSandboxes = new(() => CodeProject.Read("sandboxes", []));
    private static readonly Lazy<CodeUses> AllUses = new(() => CodeUses.Of([.. Product!, .. Sandboxes!]));

    public static ImmutableArray<CodeProject> Sandboxes => OfSandboxes.Value;

    /// <summary>The projects below src.</summary>
    public static ImmutableArray<CodeProject> Product => OfProduct.Value;

    public static ImmutableArray<CodeProject> Tests => OfTests.Value;

    public static ImmutableArray<CodeProject> All => [.. Product, .. Sandboxes, .. Tests];

    public static CodeProject Core => Product.Single(project => project.Name == "CpqBilling.Core");

    /// <summary>Who uses what in src and sandboxes.</summary>
    public static CodeUses Uses => AllUses.Value;
}
