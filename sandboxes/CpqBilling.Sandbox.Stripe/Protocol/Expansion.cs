namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Replaces ids by objects, and adds fields that are only shown on request, along the paths of <c>expand</c>.</summary>
internal static class Expansion
{
    private const int MostLevels = 4;
    private const int MostPaths = 100;

    /// <summary>Expandable too, but nothing here ever stands in them.</summary>
    private static readonly HashSet<string> AlwaysEmpty = ["default_source", "on_behalf_of", "application"];

    public static void Apply(Account account, JsonObject answer, IReadOnlyList<string> paths)
    {
        if (paths.Count > MostPaths)
        {
            throw Errors.Malformed($"You may expand at most {MostPaths} properties.", "expand");
        }

        foreach (var path in paths)
        {
            var segments = path.Split('.');
            if (segments.Count(segment => segment != "data") > MostLevels)
            {
                throw Errors.Malformed(
                    $"You cannot expand more than {MostLevels} levels of a property. You attempted to expand {segments.Length} levels with {path}.",
                    "expand"
                );
            }

            Expand(account, answer, segments, 0, path);
        }
    }

    private static void Expand(Account account, JsonObject owner, string[] path, int at, string whole)
    {
        if (at == path.Length)
        {
            return;
        }

        var name = path[at];
        if (Renderer.Hidden(account, owner, name) is { } hidden)
        {
            owner[name] = hidden;
        }

        if (!owner.TryGetPropertyValue(name, out var value))
        {
            throw Refused(whole);
        }

        switch (value)
        {
            case null when at == path.Length - 1 && !IsExpandable(account, name):
                throw Refused(whole);
            case null:
                return;
            case JsonValue when name == "total_count" && at == path.Length - 1:
                return;
            case JsonObject child:
                Expand(account, child, path, at + 1, whole);
                return;
            case JsonArray elements:
                ExpandAll(account, elements, name, path, at, whole);
                return;
            default:
                if (Resolve(account, name, value, whole) is { } found)
                {
                    owner[name] = found;
                    Expand(account, found, path, at + 1, whole);
                }

                return;
        }
    }

    private static void ExpandAll(Account account, JsonArray elements, string name, string[] path, int at, string whole)
    {
        for (var i = 0; i < elements.Count; i++)
        {
            if (elements[i] is JsonObject child)
            {
                Expand(account, child, path, at + 1, whole);
            }
            else if (elements[i] is { } id && Resolve(account, name, id, whole) is { } found)
            {
                elements[i] = found;
                Expand(account, found, path, at + 1, whole);
            }
        }
    }

    private static JsonObject? Resolve(Account account, string name, JsonNode id, string whole)
    {
        if (id is not JsonValue value || !value.TryGetValue<string>(out var text) || !IsExpandable(account, name))
        {
            throw Refused(whole);
        }

        return account.Kinds.In(name)?.Find(account, text) is { } found ? Renderer.Render(account, found) : null;
    }

    private static bool IsExpandable(Account account, string field) => account.Kinds.In(field) is not null || AlwaysEmpty.Contains(field);

    private static RefusalException Refused(string path) => Errors.Malformed($"This property cannot be expanded ({path}).", "expand");
}
