using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Api;

/// <summary>Cursors of lists whose order is not that of a key: how many come before.</summary>
internal static class ApiCursor
{
    public static IResult Unknown => ApiProblem.Of(StatusCodes.Status400BadRequest, "No such cursor.", "Send the value of next of the part before.");

    public static bool Reads(string? cursor, out int skip)
    {
        skip = 0;
        return cursor is null || int.TryParse(cursor, NumberStyles.None, CultureInfo.InvariantCulture, out skip);
    }

    public static string Of(int skip) => skip.ToString(CultureInfo.InvariantCulture);
}
