namespace CpqBilling.Core.Settings;

/// <summary>What a fixed price means that CPQ bills in arrears, for Stripe bills those in advance or by a meter.</summary>
public enum ArrearsRule
{
    Reject,
    Metered,
    Advance,
}
