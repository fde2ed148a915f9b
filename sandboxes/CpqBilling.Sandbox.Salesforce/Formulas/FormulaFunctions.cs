using CpqBilling.Sandbox.Salesforce.Records;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>The functions formulas may call. An unknown one is a defect of the package or of this list, so it throws.</summary>
internal static class FormulaFunctions
{
    public static Formula Bind(string name, List<FormulaArgument> given)
    {
        var a = given.ConvertAll(argument => argument.Value);
        return name switch
        {
            "IF" => context => FormulaValues.IsTrue(a[0](context)) ? a[1](context) : a[2](context),
            "AND" => context => a.TrueForAll(value => FormulaValues.IsTrue(value(context))),
            "OR" => context => a.Exists(value => FormulaValues.IsTrue(value(context))),
            "NOT" => context => !FormulaValues.IsTrue(a[0](context)),
            "CASE" => context => Case(a, context),
            "ISBLANK" or "ISNULL" => context => FormulaValues.IsBlank(a[0](context)),
            "BLANKVALUE" or "NULLVALUE" => context => a[0](context) is { } value and not "" ? value : a[1](context),
            "ISPICKVAL" => context => FormulaValues.Text(a[0](context)) == FormulaValues.Text(a[1](context)),
            "ISNEW" => context => context.Change?.Kind == ChangeKind.Insert,
            "ISCHANGED" => context => context.Change is { Before: not null } change && change.Changed(given[0].Name!),
            "PRIORVALUE" => context => context.Change is { Before: not null } change ? change.Old(given[0].Name!) : a[0](context),
            "TODAY" => context => context.Org.Clock.Today,
            "NOW" => context => context.Org.Clock.Now,
            _ => OfText(name, a) ?? OfNumbers(name, a) ?? throw new FormatException($"Formula function {name} is not known."),
        };
    }

    private static object? Case(List<Formula> a, FormulaContext context)
    {
        var value = a[0](context);
        for (var i = 1; i + 1 < a.Count; i += 2)
            if (FormulaValues.Compare(value, "=", a[i](context)))
                return a[i + 1](context);
        return a[^1](context);
    }

    private static Formula? OfText(string name, List<Formula> a)
    {
        string Text(FormulaContext context, int i) => FormulaValues.Text(a[i](context));
        int Number(FormulaContext context, int i) => Math.Max(0, (int)(FormulaValues.Number(a[i](context)) ?? 0));
        return name switch
        {
            "TEXT" => context => Text(context, 0),
            "VALUE" => context => FormulaValues.Number(a[0](context)),
            "LEN" => context => (decimal)Text(context, 0).Length,
            "LEFT" => context => Text(context, 0) is var text && text.Length > Number(context, 1) ? text[..Number(context, 1)] : Text(context, 0),
            "RIGHT" => context => Text(context, 0) is var text && text.Length > Number(context, 1) ? text[^Number(context, 1)..] : Text(context, 0),
            "MID" => context => new string([.. Text(context, 0).Skip(Number(context, 1) - 1).Take(Number(context, 2))]),
            "LOWER" => context => Text(context, 0).ToLowerInvariant(),
            "UPPER" => context => Text(context, 0).ToUpperInvariant(),
            "TRIM" => context => Text(context, 0).Trim(),
            "CONTAINS" => context => Text(context, 0).Contains(Text(context, 1), StringComparison.Ordinal),
            "BEGINS" => context => Text(context, 0).StartsWith(Text(context, 1), StringComparison.Ordinal),
            "SUBSTITUTE" => context => Text(context, 0).Replace(Text(context, 1), Text(context, 2), StringComparison.Ordinal),
            "CASESAFEID" => context => SalesforceId.Normalize(Text(context, 0)),
            "REGEX" => context =>
                System.Text.RegularExpressions.Regex.IsMatch(
                    Text(context, 0),
                    $"^(?:{Text(context, 1)})$",
                    System.Text.RegularExpressions.RegexOptions.None,
                    TimeSpan.FromSeconds(1)
                ),
            "HYPERLINK" => context =>
                $"<a href=\"{Text(context, 0)}\" target=\"{(a.Count > 2 ? Text(context, 2) : "_blank")}\">{Text(context, 1)}</a>",
            _ => null,
        };
    }

    private static Formula? OfNumbers(string name, List<Formula> a)
    {
        decimal Number(FormulaContext context, int i) => FormulaValues.Number(a[i](context)) ?? 0;
        return name switch
        {
            "ABS" => context => Math.Abs(Number(context, 0)),
            "ROUND" => context => Math.Round(Number(context, 0), (int)Number(context, 1), MidpointRounding.AwayFromZero),
            "FLOOR" => context => FormulaValues.Number(a[0](context)) is { } number ? Math.Floor(number) : null,
            "CEILING" => context => Math.Ceiling(Number(context, 0)),
            "MOD" => context => Number(context, 0) % Number(context, 1),
            "MAX" => context => Enumerable.Range(0, a.Count).Max(i => Number(context, i)),
            "MIN" => context => Enumerable.Range(0, a.Count).Min(i => Number(context, i)),
            "DATE" => context => new DateOnly((int)Number(context, 0), (int)Number(context, 1), (int)Number(context, 2)),
            "YEAR" => context => a[0](context) is DateOnly date ? (decimal)date.Year : null,
            "MONTH" => context => a[0](context) is DateOnly date ? (decimal)date.Month : null,
            "DAY" => context => a[0](context) is DateOnly date ? (decimal)date.Day : null,
            _ => null,
        };
    }
}
