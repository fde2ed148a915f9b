namespace CpqBilling.Core.Forecast;

/// <summary>What the invoices to expect are told from, when somebody asks: a closed union.</summary>
public abstract record ForecastBasis
{
    private protected ForecastBasis() { }

    public abstract InvoiceForecast Told();
}
