using System.Runtime.CompilerServices;

namespace CpqBilling.Sandbox.Stripe.Search;

/// <summary>How far the search index is behind. Without a lag there is no index: every search looks at the objects themselves.</summary>
internal static class SearchLag
{
    private static readonly ConditionalWeakTable<Account, StaleForms> Known = [];

    /// <summary>Switches the lag of every account, those that are opened later included.</summary>
    public static void Set(SandboxState state, int milliseconds)
    {
        state.Decisions.SearchLagMilliseconds = milliseconds;
        foreach (var account in state.Accounts)
        {
            Join(account);
        }
    }

    public static void Join(Account account)
    {
        lock (account.Gate)
        {
            if (account.Decisions.SearchLagMilliseconds > 0 && !Known.TryGetValue(account, out _))
            {
                var forms = new StaleForms(account);
                Known.Add(account, forms);
                account.Events.Recorded += forms.Note;
            }
        }
    }

    /// <summary>The form of an object that the index shows now; null when it is not indexed yet.</summary>
    public static SearchForm? FormOf(Account account, StripeObject item) =>
        account.Decisions.SearchLagMilliseconds > 0 && Known.TryGetValue(account, out var stale) && stale.TryForm(item.Id, out var form)
            ? form
            : account.Kinds.Of(item).SearchFormOf(item);
}
