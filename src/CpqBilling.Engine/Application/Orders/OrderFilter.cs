using System.Collections.Immutable;
using CpqBilling.Engine.Application.Words;
using CpqBilling.Storage.Rows;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Engine.Application.Orders;

/// <summary>Which orders are meant; what is empty restricts nothing. It stands in addresses, so that a list can be sent to somebody.</summary>
/// <param name="Text">Part of a number or of an account's name.</param>
/// <param name="Code">Error code.</param>
/// <param name="From">First day of activation.</param>
/// <param name="To">Last day of activation.</param>
/// <param name="Sort">activated, number, account, sold or next; with a minus before it, downwards.</param>
public sealed record OrderFilter(
    ImmutableArray<OrderState> States,
    ImmutableArray<OrderKind> Kinds,
    string? Text = null,
    string? Code = null,
    LocalDate? From = null,
    LocalDate? To = null,
    string Sort = OrderFilter.NewestFirst
)
{
    public const string NewestFirst = "-activated";

    public static OrderFilter All { get; } = new([], []);

    public bool IsEmpty => States.IsEmpty && Kinds.IsEmpty && Text is null && Code is null && From is null && To is null;

    /// <summary>Reads an address; what it does not understand restricts nothing.</summary>
    public static OrderFilter Read(Func<string, string?> parameter) =>
        new(
            Words(parameter("state"), OrderWords.State),
            Words(parameter("kind"), OrderWords.Kind),
            Filled(parameter("text")),
            Filled(parameter("code")),
            Date(parameter("from")),
            Date(parameter("to")),
            Filled(parameter("sort")) ?? NewestFirst
        );

    /// <summary>The parameters of an address that <see cref="Read"/> reads back; null where nothing is restricted.</summary>
    public IReadOnlyDictionary<string, object?> Parameters() =>
        new Dictionary<string, object?>
        {
            ["state"] = States.IsEmpty ? null : string.Join(',', States.Select(OrderWords.Slug)),
            ["kind"] = Kinds.IsEmpty ? null : string.Join(',', Kinds.Select(OrderWords.Slug)),
            ["text"] = Text,
            ["code"] = Code,
            ["from"] = From is { } from ? LocalDatePattern.Iso.Format(from) : null,
            ["to"] = To is { } to ? LocalDatePattern.Iso.Format(to) : null,
            ["sort"] = Sort == NewestFirst ? null : Sort,
        };

    private static ImmutableArray<T> Words<T>(string? list, Func<string, T?> read)
        where T : struct => [.. (list ?? "").Split(',').Select(read).Where(value => value is not null).Select(value => value!.Value).Distinct()];

    private static string? Filled(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();

    private static LocalDate? Date(string? text) => LocalDatePattern.Iso.Parse(text ?? "").TryGetValue(default, out var date) ? date : null;
}
