using CpqBilling.Core.Forecast;
using CpqBilling.Core.Money;
using CpqBilling.Storage;
using CpqBilling.Storage.Rows;
using Microsoft.EntityFrameworkCore;

namespace CpqBilling.Engine.Sync.Listing;

/// <summary>Keeps what a contract's forecast told as rows, so that all contracts can be added up.</summary>
internal sealed class ExpectedAmounts(BillingOrg org)
{
    /// <summary>Replaces the rows of a contract; without a forecast those of its last good run stay.</summary>
    public async Task ReplaceAsync(BillingDb db, ContractContents contents, InvoiceForecast? forecast)
    {
        if (forecast is null)
        {
            return;
        }

        var former = await db
            .ExpectedAmounts.Where(row => row.OrgId == org.Facts.OrgId && row.ContractKey == contents.ContractKey)
            .ToDictionaryAsync(row => (row.Invoice, row.Line));
        var orders = contents
            .Orders.SelectMany(order => order.Lines.Select(line => (line.Id, order)))
            .ToDictionary(pair => pair.Id, pair => pair.order);
        foreach (var (invoice, ordinal) in forecast.Invoices.Select((invoice, ordinal) => (invoice, ordinal)))
        {
            foreach (var (line, index) in invoice.Lines.Select((line, index) => (line, index)))
            {
                var order = orders.GetValueOrDefault(line.Line.Id) ?? contents.Orders[0];
                var row = new ExpectedAmount
                {
                    OrgId = org.Facts.OrgId,
                    ContractKey = contents.ContractKey,
                    Invoice = ordinal,
                    Line = index,
                    Date = invoice.Date,
                    Currency = forecast.Currency,
                    AccountId = contents.Account?.Id,
                    AccountName = contents.Account?.Text("Name") ?? "",
                    OrderId = order.Id,
                    OrderNumber = order.Label,
                    OrderLineId = line.Line.Id,
                    Product = line.Line.Product?.Text("Name") ?? line.Line.Id,
                    Kind = ChargeWords.Of(line),
                    Quantity = line.Quantity,
                    Amount = (long)line.Amount,
                    Discount = (long)line.Discount,
                };
                Put(db, former, row);
            }
        }

        db.ExpectedAmounts.RemoveRange(former.Values);
    }

    private static void Put(BillingDb db, Dictionary<(int, int), ExpectedAmount> former, ExpectedAmount row)
    {
        if (former.Remove((row.Invoice, row.Line), out var known))
        {
            db.Entry(known).CurrentValues.SetValues(row);
        }
        else
        {
            db.ExpectedAmounts.Add(row);
        }
    }
}
