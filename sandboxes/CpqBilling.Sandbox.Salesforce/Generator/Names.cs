namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>Invented companies and places.</summary>
internal static class Names
{
    private static readonly string[] Firsts =
    [
        "North",
        "Blue",
        "Clear",
        "Iron",
        "Maple",
        "Silver",
        "Harbor",
        "Summit",
        "Bright",
        "Stone",
        "River",
        "Cedar",
        "Delta",
        "Amber",
        "Falcon",
        "Granite",
    ];
    private static readonly string[] Seconds =
    [
        "wind",
        "field",
        "works",
        "gate",
        "bridge",
        "point",
        "line",
        "wave",
        "crest",
        "mill",
        "forge",
        "path",
        "light",
        "brook",
        "peak",
        "yard",
    ];
    private static readonly string[] Kinds = ["Inc", "LLC", "Group", "Labs", "Systems", "Health", "Logistics", "Media", "Energy", "Foods"];
    private static readonly string[] Streets = ["Main Street", "Oak Avenue", "Harbor Road", "Mill Lane", "Station Square", "Park Row"];
    private static readonly string[] Cities = ["Springfield", "Riverton", "Fairview", "Lakewood", "Georgetown", "Ashland", "Clayton"];

    public static string Company(Random random, int number) => $"{Pick(Firsts, random)}{Pick(Seconds, random)} {Pick(Kinds, random)} {number}";

    public static string Street(Random random) => Pick(Streets, random);

    public static string City(Random random) => Pick(Cities, random);

    private static string Pick(string[] from, Random random) => from[random.Next(from.Length)];
}
