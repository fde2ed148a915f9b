namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>The CPQ package settings of an org that change what is sold for how much.</summary>
internal sealed class CpqSettings
{
    public ProrationPrecision Precision { get; set; } = ProrationPrecision.MonthlyAndDaily;
}
