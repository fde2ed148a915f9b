using System.Text;
using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Tests.ErrorPages;

/// <summary>The page of one code, for whoever looks it up after a sync.</summary>
internal static class ErrorPage
{
    public static string Of(ErrorDefinition error, ErrorExample? example)
    {
        var text = new StringBuilder($"# {error.Code}: {Words(error.Name)}\n\n{error.Meaning}\n\n");
        text.Append($"- What to do: {error.Fix}\n");
        text.Append(
            error.IsRetired
                ? "- Nothing gives this code any more; it stays listed so that old records can be read.\n\n"
                : $"- Who: {Who(error.Remedy)}\n- Tried again: {Again(error.Retry)}\n\n"
        );
        if (example is null)
        {
            return text.Append(End).ToString();
        }

        text.Append($"## An example\n\n{example.Situation}\n\n| code | record | field | message |\n|---|---|---|---|\n");
        foreach (var found in example.Errors)
        {
            var code = found.Code == error.Code ? $"**{found.Code}**" : $"[{found.Code}]({found.Code}.md)";
            text.Append(
                $"| {code} | {Named(found.Record)} | {Cell(found.Field)} | {found.Message.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
            );
        }

        if (example.Folder is { } folder)
        {
            text.Append($"\nThe whole order: [{folder["tests/CpqBilling.Scenarios/".Length..]}](../../{folder}/input.json).\n");
        }

        return text.Append('\n').Append(End).ToString();
    }

    private const string End =
        "[All errors](../errors.md) · [Correct an error](../correct.md)\n\nMade from the list of errors and from examples that are run (`UPDATE_ERROR_PAGES=1`, CONTRIBUTING.md).\n";

    /// <summary>Scenarios name their records with the type.</summary>
    private static string Named(RecordRef record) =>
        record.Id.StartsWith(record.Type, StringComparison.Ordinal) ? record.Id : $"{record.Type} {record.Id}";

    private static string Cell(string? field) => field is null ? "the record as a whole" : $"`{field}`";

    /// <summary>StartDateMissing reads "start date missing".</summary>
    private static string Words(string name) =>
        string.Concat(name.Select((letter, index) => char.IsUpper(letter) && index > 0 ? $" {char.ToLowerInvariant(letter)}" : $"{letter}"));

    private static string Who(Remedy remedy) =>
        remedy switch
        {
            Remedy.FixRecord => "whoever keeps the record that the error names.",
            Remedy.FixMapping => "whoever keeps the mappings.",
            Remedy.FixSettings => "whoever keeps the settings.",
            Remedy.Reconnect => "the administrator of the connection.",
            Remedy.Wait => "nobody, unless it lasts.",
            Remedy.ContactSupport => "us: report it.",
            _ => throw new System.Diagnostics.UnreachableException(),
        };

    private static string Again(Retry retry) =>
        retry switch
        {
            Retry.WithBackoff => "by itself, after a while.",
            Retry.AfterChange => "by itself, when the record, a mapping or a setting has changed.",
            _ => "only by hand, after somebody has looked at both systems.",
        };
}
