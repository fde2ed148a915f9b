using CpqBilling.Core.Cpq;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Money;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Contract;

/// <summary>The day of the month on which a contract is billed, where it is not that of its start.</summary>
internal static class BillingDayReader
{
    /// <summary>Null bills on the day of the start; so does a field that is blank or says "start".</summary>
    public static Checked<int?> DayOf(Order initial, BillingSettings settings, RecordGraph graph)
    {
        var rule = settings.BillingDay;
        if (rule.Path is not { } path)
        {
            return rule.DayOfMonth;
        }

        var value = SalesforcePath.Read(graph, initial.Record, path);
        return value is null or "" or "start" || DayIn(value) is not null
            ? DayIn(value)
            : Checked.Of<int?>(
                null,
                MappingErrors.MappedValueInvalid(initial.Ref, "billingDay", $"{value}", "a day of the month from 1 to 28", path)
            );
    }

    /// <summary>A number, or a text that is one: pick lists hold texts.</summary>
    private static int? DayIn(object? value) =>
        PlainNumber.Of(value) is { } day && day == decimal.Truncate(day) && day is >= 1 and <= BillingDayRule.Last ? (int)day : null;
}
