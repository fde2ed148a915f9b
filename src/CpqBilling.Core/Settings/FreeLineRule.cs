namespace CpqBilling.Core.Settings;

/// <summary>What becomes of recurring lines that cost nothing.</summary>
public enum FreeLineRule
{
    Bill,
    Skip,
}
