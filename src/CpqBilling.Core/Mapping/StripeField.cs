using System.Collections.Immutable;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Cpq;
using CpqBilling.Core.Money;
using CpqBilling.Core.Requests;
using NodaTime;
using NodaTime.Text;

namespace CpqBilling.Core.Mapping;

/// <summary>What Stripe takes in a field that can be mapped: a closed union. It converts what Salesforce has, or says that it cannot.</summary>
public abstract record StripeField
{
    private protected StripeField(string expected) => Expected = expected;

    /// <summary>For people: what the field takes.</summary>
    public string Expected { get; }

    /// <summary>The value as Stripe takes it; null when it cannot be one.</summary>
    public abstract StripeValue? Convert(object value, BillingDay day);
}

/// <summary>True or false, as a checkbox or in words.</summary>
public sealed record FlagField() : StripeField("true or false")
{
    public override StripeValue? Convert(object value, BillingDay day) =>
        value switch
        {
            bool flag => flag,
            string text when bool.TryParse(text.Trim(), out var flag) => flag,
            _ => null,
        };
}

public sealed record NumberField(bool IsWhole) : StripeField(IsWhole ? "a whole number" : "a number")
{
    public override StripeValue? Convert(object value, BillingDay day) =>
        PlainNumber.Of(value) is { } number && (!IsWhole || number == decimal.Truncate(number)) ? Money.MinorUnits.Trim(number) : null;
}

/// <summary>A moment: a date is midnight in the billing time zone.</summary>
public sealed record TimeField() : StripeField("a date or a time")
{
    public override StripeValue? Convert(object value, BillingDay day) =>
        value switch
        {
            string { Length: > 10 } text when IsoText.Moment(text) is { } moment => moment,
            decimal => PlainNumber.Of(value) is { } seconds and > 0 && seconds == decimal.Truncate(seconds)
                ? Instant.FromUnixTimeSeconds((long)seconds)
                : null,
            _ => MappedDate.Read(value) is { } date ? day.StartOf(date) : null,
        };
}

/// <summary>One word of a closed list, in whatever case it was typed.</summary>
public sealed record WordField(ImmutableArray<string> Words) : StripeField($"one of {string.Join(", ", Words)}")
{
    public override StripeValue? Convert(object value, BillingDay day) =>
        Words.FirstOrDefault(word => word.Equals($"{value}".Trim(), StringComparison.OrdinalIgnoreCase));
}

/// <summary>An address Stripe can write to; anything else is refused there.</summary>
public sealed record EmailField() : StripeField("an e-mail address")
{
    private const int MaxLength = 512;

    public override StripeValue? Convert(object value, BillingDay day)
    {
        var text = $"{value}".Trim();
        var at = text.IndexOf('@');
        var isAddress =
            at > 0
            && at == text.LastIndexOf('@')
            && text.IndexOf('.', at) > at + 1
            && !text.EndsWith('.')
            && text.Length <= MaxLength
            && !text.Any(char.IsWhiteSpace);
        return isAddress ? text : null;
    }
}

/// <summary>Text with a limit: what only describes is cut, what identifies is refused (docs/decisions/0021).</summary>
public sealed record TextField(int MaxLength, bool IsCut) : StripeField($"at most {MaxLength} characters")
{
    public override StripeValue? Convert(object value, BillingDay day)
    {
        var text = $"{value}";
        return text.Length <= MaxLength ? FieldMapper.ToStripe(value)
            : IsCut ? text[..MaxLength]
            : null;
    }
}
