namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Limits of metadata and how an update merges into what is there.</summary>
internal static class MetadataRules
{
    private const int MostKeys = 50;
    private const int MostKeyCharacters = 40;
    private const int MostValueCharacters = 500;

    public static void CheckForm(RawNode node, string path)
    {
        if (!node.HasChildren)
        {
            throw Errors.Malformed("Invalid object", path);
        }

        foreach (var (key, value) in node.Children)
        {
            if (value.HasChildren || key.Contains('['))
            {
                throw Errors.Malformed("Metadata keys cannot contain square brackets and values must be strings.", path);
            }

            if (key.Length > MostKeyCharacters)
            {
                throw Errors.Malformed(
                    $"Metadata keys can have up to {MostKeyCharacters} characters, but you passed in a key that is {key.Length} characters. Invalid key: {key}",
                    path
                );
            }

            if (value.Text!.Length > MostValueCharacters)
            {
                throw Errors.Malformed(
                    $"Metadata values can have up to {MostValueCharacters} characters, but you passed in a value that is {value.Text.Length} characters. Invalid value: {value.Text}",
                    path
                );
            }
        }
    }

    /// <summary>Merges key by key: an empty value removes its key, an empty form removes all.</summary>
    public static void Merge(Dictionary<string, string> target, Parameters form, string name = "metadata")
    {
        if (!form.Has(name))
        {
            return;
        }

        if (form.IsUnset(name))
        {
            target.Clear();
            return;
        }

        // Worked out on a copy, so that a refusal leaves the object as it was.
        var merged = new Dictionary<string, string>(target);
        foreach (var (key, value) in form.Pairs(name))
        {
            if (value.Length == 0)
            {
                merged.Remove(key);
            }
            else
            {
                merged[key] = value;
            }
        }

        if (merged.Count > MostKeys)
        {
            throw TooMany(merged.Count, form.PathOf(name));
        }

        target.Clear();
        foreach (var (key, value) in merged)
        {
            target[key] = value;
        }
    }

    /// <summary>Metadata of a phase, where an empty value has a meaning of its own later.</summary>
    public static Dictionary<string, string> Whole(Parameters form)
    {
        var pairs = form.Pairs("metadata").ToDictionary(pair => pair.Key, pair => pair.Value);
        return pairs.Count <= MostKeys ? pairs : throw TooMany(pairs.Count, form.PathOf("metadata"));
    }

    private static RefusalException TooMany(int count, string path) =>
        Errors.Malformed($"Metadata can have up to {MostKeys} keys, but this would make {count}.", path);

    public static Dictionary<string, string> Read(Parameters form, string name = "metadata")
    {
        Dictionary<string, string> result = [];
        Merge(result, form, name);
        return result;
    }
}
