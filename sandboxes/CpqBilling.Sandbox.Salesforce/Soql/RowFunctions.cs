using System.Globalization;
using CpqBilling.Sandbox.Salesforce.Records;
using CpqBilling.Sandbox.Salesforce.Schema;

namespace CpqBilling.Sandbox.Salesforce.Soql;

/// <summary>Functions of one row: date parts and the display functions, which here show the value as it is.</summary>
internal static class RowFunctions
{
    public static Bound<Record> Bind(FunctionCall call, QueryScope scope)
    {
        if (call.IsAggregate)
            throw SoqlError.Malformed(scope.Text, call.Position, $"Aggregate function {call.Name} is not allowed here");
        if (call.Argument is null)
            throw SoqlError.Malformed(scope.Text, call.Position, $"unexpected token: '{call.Name}'");
        var argument = scope.Bind(call.Argument);
        switch (call.Name)
        {
            case "TOLABEL" or "CONVERTCURRENCY" or "CONVERTTIMEZONE":
                return argument;
            case "FORMAT":
                return argument with { Type = FieldType.String, Field = null, Read = record => Shown(argument.Read(record)) };
            case "DAY_ONLY":
                return argument with { Type = FieldType.Date, Field = null, Read = record => Day(argument.Read(record)) };
        }
        var part = DatePart(call.Name) ?? throw SoqlError.Malformed(scope.Text, call.Position, $"Invalid function {call.Name}");
        if (argument.Type is not (FieldType.Date or FieldType.DateTime))
            throw SoqlError.Malformed(scope.Text, call.Position, $"Invalid argument for function {call.Name}");
        return argument with
        {
            Type = FieldType.Int,
            Field = null,
            Read = record => Instant(argument.Read(record)) is { } at ? (decimal)part(at) : null,
        };
    }

    private static Func<DateTime, int>? DatePart(string name) =>
        name switch
        {
            "CALENDAR_YEAR" or "FISCAL_YEAR" => at => at.Year,
            "CALENDAR_MONTH" or "FISCAL_MONTH" => at => at.Month,
            "CALENDAR_QUARTER" or "FISCAL_QUARTER" => at => ((at.Month - 1) / 3) + 1,
            "DAY_IN_MONTH" => at => at.Day,
            "DAY_IN_WEEK" => at => (int)at.DayOfWeek + 1,
            "DAY_IN_YEAR" => at => at.DayOfYear,
            "HOUR_IN_DAY" => at => at.Hour,
            "WEEK_IN_MONTH" => at => ((at.Day - 1) / 7) + 1,
            "WEEK_IN_YEAR" => at => ((at.DayOfYear - 1) / 7) + 1,
            _ => null,
        };

    private static DateTime? Instant(object? value) =>
        value switch
        {
            DateOnly date => date.ToDateTime(TimeOnly.MinValue),
            DateTimeOffset at => at.UtcDateTime,
            _ => null,
        };

    private static DateOnly? Day(object? value) => Instant(value) is { } at ? DateOnly.FromDateTime(at) : null;

    private static string? Shown(object? value) =>
        value switch
        {
            null => null,
            decimal number => number.ToString("#,##0.##", CultureInfo.InvariantCulture),
            DateOnly date => date.ToString("M/d/yyyy", CultureInfo.InvariantCulture),
            DateTimeOffset at => at.ToString("M/d/yyyy, h:mm tt", CultureInfo.InvariantCulture),
            _ => value.ToString(),
        };
}
