using System.CommandLine;
using System.Text.Json;
using CpqBilling.Cli.Grammar;
using CpqBilling.Engine.Application.Drafts;
using CpqBilling.Web.Api;
using NodaTime;
using NodaTime.Text;
using Spectre.Console;

namespace CpqBilling.Cli.Commands;

/// <summary>Tells what a command read: a table for people, for programs JSON as the API gives it.</summary>
internal static class Told
{
    private static readonly InstantPattern Minute = InstantPattern.CreateWithInvariantCulture("uuuu-MM-dd HH:mm:ss");
    private static readonly JsonSerializerOptions AsApi = OfApi();

    public static bool IsJson(ParseResult result) => result.GetValue(CommandOptions.Json);

    public static Task JsonAsync(ParseResult result, object document) =>
        result.InvocationConfiguration.Output.WriteLineAsync(JsonSerializer.Serialize(document, AsApi));

    public static Task LineAsync(ParseResult result, string line) => result.InvocationConfiguration.Output.WriteLineAsync(line);

    /// <summary>Rows of plain text; nothing in them is markup.</summary>
    public static void Table(ParseResult result, string[] columns, IEnumerable<string?[]> rows)
    {
        var table = Screen.Table(columns);
        foreach (var row in rows)
        {
            table.AddRow([.. row.Select(cell => Markup.Escape(cell ?? ""))]);
        }

        Screen.Of(result).Write(table);
    }

    public static string Time(Instant? at) => at is { } known ? Minute.Format(known) : "";

    /// <summary>How far long work has come; on standard error, so that what a program reads stays whole.</summary>
    public static Action<SweepProgress> Progress(ParseResult result, string what)
    {
        var error = result.InvocationConfiguration.Error;
        var (last, turn) = (-1, new Lock());
        return progress =>
        {
            var (done, of) = progress;
            lock (turn)
            {
                var tenth = of == 0 ? 10 : done * 10 / of;
                if (tenth > last)
                {
                    last = tenth;
                    error.WriteLine($"{done} of {of} {what}");
                }
            }
        };
    }

    private static JsonSerializerOptions OfApi()
    {
        var options = new JsonSerializerOptions(JsonText.Indented);
        ApiJson.Configure(options);
        return options;
    }
}
