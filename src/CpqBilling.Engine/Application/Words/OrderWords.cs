using CpqBilling.Storage.Rows;

namespace CpqBilling.Engine.Application.Words;

/// <summary>States and kinds as pages, files and addresses write them.</summary>
public static class OrderWords
{
    public static string Of(OrderState state) => state == OrderState.NeedsYou ? "needs you" : state.ToString().ToLowerInvariant();

    public static string Of(OrderKind kind) => kind == OrderKind.OneTime ? "one-time" : kind.ToString().ToLowerInvariant();

    /// <summary>As it stands in an address: <c>needs-you</c>.</summary>
    public static string Slug(OrderState state) => Of(state).Replace(' ', '-');

    public static string Slug(OrderKind kind) => Of(kind);

    public static OrderState? State(string slug) => Find(Enum.GetValues<OrderState>(), slug, Slug);

    public static OrderKind? Kind(string slug) => Find(Enum.GetValues<OrderKind>(), slug, Slug);

    private static T? Find<T>(T[] all, string slug, Func<T, string> slugOf)
        where T : struct
    {
        foreach (var value in all)
        {
            if (slugOf(value) == slug)
            {
                return value;
            }
        }

        return null;
    }
}
