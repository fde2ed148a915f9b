namespace CpqBilling.Engine.Service;

/// <summary>Where Stripe can reach this service; nothing behind a firewall, and then events are read instead of received.</summary>
public sealed class PublicAddress
{
    private volatile Uri? _url;

    public Uri? Url
    {
        get => _url;
        set => _url = value;
    }
}
