using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Generator;

/// <summary>Fills an org with a business of a given size. The same seed at the same time of the org's clock makes the same org.</summary>
/// <remarks>
/// Of a hundred deals: 52 plain ones of one to four products, 12 with something one-time, 6 only that, 8 evergreen, 7 metered, 7 ramps,
/// and 8 contracts that were amended once or twice, a third of those renewed. One in twenty is still a draft. Terms are mostly a year.
/// </remarks>
internal sealed class OrgGenerator(SandboxOrg org, int seed)
{
    public const int MaxOrders = 1_000_000;
    private const int BatchOrders = 500;
    private const int OrdersPerAccount = 4;

    private static readonly int[] Terms = [12, 12, 12, 12, 12, 12, 24, 24, 36, 6, 18, 1];

    private readonly Random _random = new(seed);
    private Catalogue? _catalogue;
    private string _accountId = "";
    private int _orders;
    private int _accounts;

    public void Fill(int orders)
    {
        while (_orders < orders)
            org.Write(
                org.IntegrationUser,
                session =>
                {
                    var writer = new RecordWriter(session);
                    _catalogue ??= Catalogue.Create(writer, org.Clock.Now);
                    var deals = new DealWriter(writer, _catalogue, org.Cpq.Precision);
                    for (var last = Math.Min(orders, _orders + BatchOrders); _orders < last; )
                        Next(writer, deals, orders - _orders);
                    return 0;
                }
            );
    }

    private void Next(RecordWriter writer, DealWriter deals, int room)
    {
        if (_orders >= _accounts * OrdersPerAccount)
            _accountId = Account(writer);
        var start = org.Clock.Today.AddDays(-_random.Next(0, 540));
        var made = Made(start);
        var isDraft = _random.Next(20) == 0;
        var term = Terms[_random.Next(Terms.Length)];
        var head = new DealHead(_accountId, "New", start, term, made) { IsDraft = isDraft };
        switch (_random.Next(100))
        {
            case < 52:
                Write(deals, head, PlainLines(start, term));
                break;
            case < 64:
                Write(deals, head, [.. PlainLines(start, term), Line(Pick(_catalogue!.Once), 1, start, term)]);
                break;
            case < 70:
                Write(deals, head, [Line(Pick(_catalogue!.Once), _random.Next(1, 4), start, term)]);
                break;
            case < 78:
                Write(
                    deals,
                    head with
                    {
                        TermMonths = 1,
                    },
                    [new DealLine(Pick(_catalogue!.Endless), _random.Next(1, 6), start, null) { TermMonths = 1 }]
                );
                break;
            case < 85:
                Write(deals, head, [.. PlainLines(start, term), Line(Pick(_catalogue!.Metered), 1, start, term)]);
                break;
            case < 92:
                Write(deals, head with { TermMonths = 36 }, RampLines(start, 36));
                break;
            default:
                new ContractStory(writer, deals, _random, org).Write(
                    head with
                    {
                        IsDraft = false,
                        TermMonths = 12,
                    },
                    PlainLines(start, 12),
                    Math.Min(room, 4),
                    () => _orders++
                );
                break;
        }
    }

    private void Write(DealWriter deals, DealHead head, List<DealLine> lines)
    {
        deals.Write(head, lines);
        _orders++;
    }

    private string Account(RecordWriter writer)
    {
        _accounts++;
        var name = Names.Company(_random, _accounts);
        return writer
            .Add(
                "Account",
                org.Clock.Now.AddDays(-600),
                ("Name", name),
                ("AccountNumber", $"A-{_accounts.ToString("000000", CultureInfo.InvariantCulture)}"),
                ("Phone", $"+1 555 {_random.Next(1000, 9999)}"),
                ("BillingStreet", $"{_random.Next(1, 200)} {Names.Street(_random)}"),
                ("BillingCity", Names.City(_random)),
                ("BillingCountry", "US")
            )
            .Id;
    }

    private List<DealLine> PlainLines(DateOnly start, int term)
    {
        var (first, count) = (
            _random.Next(_catalogue!.Plain.Count),
            1
                + (
                    _random.Next(100) is var dice && dice < 55 ? 0
                    : dice < 80 ? 1
                    : dice < 93 ? 2
                    : 3
                )
        );
        return
        [
            .. Enumerable.Range(0, count).Select(i => Line(_catalogue.Plain[(first + i) % _catalogue.Plain.Count], _random.Next(1, 40), start, term)),
        ];
    }

    private List<DealLine> RampLines(DateOnly start, int term)
    {
        var (product, quantity, key) = (
            Pick(_catalogue!.Ramps),
            _random.Next(5, 50),
            (1_700_000_000_000L + _orders).ToString(CultureInfo.InvariantCulture)
        );
        return
        [
            .. RampSegments
                .Of("Year", start, start.AddMonths(term).AddDays(-1))
                .Select(span => new DealLine(product, quantity * span.Index, span.Start, span.End) { Segment = span, SegmentKey = key }),
        ];
    }

    private DealLine Line(CatalogueProduct product, int quantity, DateOnly start, int term) =>
        new(product, quantity, start, start.AddMonths(term).AddDays(-1))
        {
            TermMonths = term,
            Discount = _random.Next(6) == 0 ? _random.Next(1, 5) * 5 : 0,
        };

    private T Pick<T>(IReadOnlyList<T> from) => from[_random.Next(from.Count)];

    /// <summary>Sold up to three weeks before it starts, in office hours.</summary>
    private DateTimeOffset Made(DateOnly start)
    {
        var made = new DateTimeOffset(
            start.AddDays(-_random.Next(0, 21)).ToDateTime(new TimeOnly(_random.Next(8, 18), _random.Next(60), _random.Next(60))),
            TimeSpan.Zero
        );
        return made < org.Clock.Now ? made : org.Clock.Now;
    }
}
