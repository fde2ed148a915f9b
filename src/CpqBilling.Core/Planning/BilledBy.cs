namespace CpqBilling.Core.Planning;

/// <summary>What bills a contract in Stripe.</summary>
public enum BilledBy
{
    Schedule,
    Subscription,
    Invoice,
}
