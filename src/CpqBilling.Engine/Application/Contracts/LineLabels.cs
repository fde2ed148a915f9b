using CpqBilling.Core.Cpq;

namespace CpqBilling.Engine.Application.Contracts;

/// <summary>Names that tell the lines of a contract apart, also two of one product.</summary>
public sealed class LineLabels
{
    private readonly Dictionary<string, string> _notes = [];

    public LineLabels(IEnumerable<Order> orders)
    {
        var lines = orders.SelectMany(order => order.Lines.Select(line => (order, line))).ToList();
        foreach (var (order, line) in lines)
        {
            var twins = lines.Where(other => other.order == order && NameOf(other.line) == NameOf(line)).ToList();
            var parts = new List<string>();
            if (line.Segment?.Label is { } segment)
            {
                parts.Add(string.Join(' ', segment.Split(' ', StringSplitOptions.RemoveEmptyEntries)));
            }
            else if (twins.Count > 1)
            {
                parts.Add($"{twins.FindIndex(twin => twin.line.Id == line.Id) + 1} of {twins.Count}");
            }

            if (order.IsAmendment)
            {
                parts.Add(line.Quantity < 0 ? $"taken away by {order.Label}" : $"added by {order.Label}");
            }

            _notes[line.Id] = string.Join(", ", parts);
        }
    }

    public static string NameOf(OrderLine line) => line.Product?.Text("Name") ?? line.Id;

    /// <summary>Null where the name is enough.</summary>
    public string? NoteOf(OrderLine line) => _notes.GetValueOrDefault(line.Id) is { Length: > 0 } note ? note : null;
}
