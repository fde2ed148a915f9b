namespace CpqBilling.Engine.Application.Forecasts;

public enum ForecastGroup
{
    Month,
    Account,
    Product,
    Kind,
}
