namespace CpqBilling.Web.Parts;

/// <summary>Ids shortened in the middle, where they tell nobody anything.</summary>
internal static class IdText
{
    private const int Longest = 18;
    private const int Tail = 6;

    /// <summary><c>sub_sched_XH0d…UnoziS</c></summary>
    public static string Short(string id)
    {
        if (id.Length <= Longest)
        {
            return id;
        }

        var prefix = id.LastIndexOf('_') + 1;
        var head = prefix is > 0 and <= 12 ? prefix + 4 : 7;
        return $"{id[..head]}…{id[^Tail..]}";
    }
}
