namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>A cell of a table: a text, perhaps a link, perhaps a state that is shown in colour.</summary>
public sealed record Cell(string Text, string? Link = null, bool IsState = false, bool IsNumber = false);

/// <summary>A table with its headings.</summary>
public sealed record TableModel(IReadOnlyList<string> Columns, IReadOnlyList<IReadOnlyList<Cell>> Rows)
{
    public string Empty { get; init; } = "Nothing here yet.";
}

/// <summary>A label and what it says.</summary>
public sealed record Fact(string Label, Cell Value);

/// <summary>A record's page: its facts, and tables of what belongs to it.</summary>
public sealed record RecordModel(
    string Kind,
    string Title,
    string Id,
    IReadOnlyList<Fact> Facts,
    IReadOnlyList<(string Heading, TableModel Table)> Tables
)
{
    public string? State { get; init; }
}

/// <summary>Something to choose in a form.</summary>
public sealed record Choice(string Value, string Text);

/// <summary>A line of an order, for the form that corrects it.</summary>
public sealed record OrderedLine(string Id, string Name, decimal Quantity);

/// <summary>What a contract holds, for the form that amends it.</summary>
public sealed record HeldProduct(string ProductId, string Name, decimal Quantity, int? SegmentIndex, string? SegmentLabel);
