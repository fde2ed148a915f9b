using CpqBilling.Engine.Application.Orders;

namespace CpqBilling.Web.Api;

/// <summary>Which orders are meant; what is left out restricts nothing.</summary>
/// <param name="State">needs-you, retrying, waiting, running, done or skipped; several with commas.</param>
/// <param name="Kind">Of the order, as lists say it; several with commas.</param>
/// <param name="Text">Part of a number or of an account's name.</param>
/// <param name="Code">Error code.</param>
public sealed record ApiOrderFilter(string? State = null, string? Kind = null, string? Text = null, string? Code = null)
{
    internal OrderFilter Filter =>
        OrderFilter.Read(name =>
            name switch
            {
                "state" => State,
                "kind" => Kind,
                "text" => Text,
                "code" => Code,
                _ => null,
            }
        );
}
