namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>One authenticated, checked request as an endpoint sees it.</summary>
internal sealed record ApiCall(Account Account, Parameters Form, IReadOnlyList<string> PathIds, string Version, string Url)
{
    public string Id => PathIds[0];

    public ListPage Page => new(this);
}
