namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Cuts one page out of a list: newest first, by cursor.</summary>
internal sealed class ListPage(ApiCall call)
{
    public JsonObject Of<T>(IEnumerable<T> items, Func<T, JsonObject> render)
        where T : StripeObject
    {
        List<T> sorted = [.. items.OrderByDescending(item => item.Created).ThenByDescending(item => item.Sequence)];
        return Cut(sorted, render);
    }

    /// <summary>For lists that have an order of their own, such as invoice lines.</summary>
    public JsonObject Cut<T>(List<T> sorted, Func<T, JsonObject> render)
        where T : StripeObject
    {
        var form = call.Form;
        var asked = form.Whole("limit") ?? 10;
        if (asked is < 1 or > 100)
        {
            throw Errors.Malformed(
                $"This value must be {(asked < 1 ? "greater than or equal to 1" : "less than or equal to 100")}.",
                "limit",
                "parameter_invalid_integer"
            );
        }

        var limit = (int)asked;

        form.RefuseTogether("starting_after", "ending_before");
        var (from, to) = (0, sorted.Count);
        if (form.Text("starting_after") is { } after)
        {
            from = PlaceOf(sorted, after, "starting_after").After;
            to = Math.Min(sorted.Count, from + limit);
            return Answer(from, to, to < sorted.Count);
        }

        if (form.Text("ending_before") is { } before)
        {
            to = PlaceOf(sorted, before, "ending_before").Before;
            from = Math.Max(0, to - limit);
            return Answer(from, to, from > 0);
        }

        to = Math.Min(sorted.Count, limit);
        return Answer(0, to, to < sorted.Count);

        JsonObject Answer(int start, int end, bool hasMore) => JsonText.List(call.Url, JsonText.Array(sorted[start..end], render), hasMore);
    }

    /// <summary>Whether the instant fits an exact or ranged time filter.</summary>
    public bool Fits(string name, long? instant)
    {
        if (!call.Form.Has(name))
        {
            return true;
        }

        if (instant is not { } at)
        {
            return false;
        }

        if (call.Form.Map(name) is not { } range)
        {
            return call.Form.Whole(name) == at;
        }

        return !(at <= range.Whole("gt")) && !(at < range.Whole("gte")) && !(at >= range.Whole("lt")) && !(at > range.Whole("lte"));
    }

    /// <summary>Whether the text equals a filter, or the filter was not given.</summary>
    public bool Equal(string name, string? value) => call.Form.Text(name) is not { } wanted || wanted == value;

    public bool Equal(string name, bool value) => call.Form.Flag(name) is not { } wanted || wanted == value;

    /// <summary>Where a page before or after the cursor begins. An object that has left the filter since still marks its place.</summary>
    private (int Before, int After) PlaceOf<T>(List<T> sorted, string id, string name)
        where T : StripeObject
    {
        var index = sorted.FindIndex(item => item.Id == id);
        if (index >= 0)
        {
            return (index, index + 1);
        }

        if (call.Account.Kinds.Find(call.Account, id) is not T left)
        {
            throw Errors.NoSuch("object", id, name);
        }

        var place = sorted.FindIndex(item => (item.Created, item.Sequence).CompareTo((left.Created, left.Sequence)) < 0);
        return place < 0 ? (sorted.Count, sorted.Count) : (place, place);
    }
}
