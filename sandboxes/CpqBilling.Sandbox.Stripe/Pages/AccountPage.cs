using Microsoft.AspNetCore.Components;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>A page about one account. It reads what it shows in one go, so that it shows one moment.</summary>
[Layout(typeof(Shell))]
public abstract class AccountPage : ComponentBase
{
    protected const int MostRows = 100;

    [Inject]
    private protected SandboxState State { get; set; } = null!;

    [Inject]
    private protected RequestLog Log { get; set; } = null!;

    /// <summary>Id of the account, from the path.</summary>
    [Parameter]
    public string AccountId { get; set; } = "";

    /// <summary>Id of the object a page is about.</summary>
    [Parameter]
    public string Id { get; set; } = "";

    /// <summary>Filters, from the query.</summary>
    [Parameter]
    public IReadOnlyDictionary<string, string> Filter { get; set; } = new Dictionary<string, string>();

    protected string Base => $"/accounts/{AccountId}";

    protected string FilterOf(string name) => Filter.GetValueOrDefault(name, "");

    protected override void OnParametersSet()
    {
        var account = State.Accounts.First(candidate => candidate.Id == AccountId);
        lock (account.Gate)
        {
            Read(account);
        }
    }

    private protected abstract void Read(Account account);
}
