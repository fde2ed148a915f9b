using MudBlazor;

namespace CpqBilling.Web.Shared;

/// <summary>Colours and type of all pages; only fonts that every machine has.</summary>
internal static class PageTheme
{
    private static readonly string[] Fonts = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "sans-serif"];

    public static MudTheme Light { get; } =
        new()
        {
            PaletteLight = new PaletteLight
            {
                Primary = "#243b6b",
                Secondary = "#0f766e",
                Success = "#15803d",
                Error = "#b91c1c",
                Warning = "#b45309",
                Background = "#f5f6f9",
                AppbarBackground = "#243b6b",
                TextPrimary = "#1c2333",
                TextSecondary = "#5a6478",
            },
            Typography = new Typography { Default = new DefaultTypography { FontFamily = Fonts } },
            LayoutProperties = new LayoutProperties { DefaultBorderRadius = "8px" },
        };
}
