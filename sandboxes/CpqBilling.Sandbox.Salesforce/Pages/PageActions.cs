using CpqBilling.Sandbox.Salesforce.Cpq;
using CpqBilling.Sandbox.Salesforce.Org;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Pages;

/// <summary>What the buttons do: a sales team does it over REST, as any client would. Each answers the page to show next.</summary>
internal sealed class PageActions(SandboxOrg org)
{
    public async Task<string> RunAsync(HttpContext context, string[] path)
    {
        var form = await context.Request.ReadFormAsync();
        using var sales = await SalesTeam.LoginAsync(
            new Uri($"{context.Request.Scheme}://{context.Request.Host}"),
            cancellation: context.RequestAborted
        );
        return path switch
        {
            ["accounts"] => $"/accounts/{await sales.CreateAccountAsync(PageForms.Account(form))}",
            ["products"] => await ProductAsync(sales, form),
            ["quotes"] => $"/quotes/{await sales.QuoteAsync(PageForms.Quote(form))}",
            ["quotes", var id, "order"] => $"/orders/{await sales.OrderAsync(id)}",
            ["orders", var id, "activate"] => await ActivatedAsync(sales, id),
            ["orders", var id, "correct"] => await CorrectedAsync(sales, id, form),
            ["orders", var id, "contract"] => $"/contracts/{await sales.ContractAsync(id)}",
            ["contracts", var id, "amend"] => $"/orders/{await sales.AmendAsync(id, PageForms.Start(form), Totals(id, form), PageForms.Lines(form))}",
            ["contracts", var id, "cancel"] => $"/orders/{await sales.CancelAsync(id, PageForms.Start(form))}",
            ["contracts", var id, "renew"] => $"/orders/{await sales.RenewAsync(id, (int?)PageForms.Number(form, "Term"))}",
            _ => "/",
        };
    }

    private static async Task<string> ProductAsync(SalesTeam sales, IFormCollection form)
    {
        await sales.CreateProductAsync(PageForms.Product(form));
        return "/products";
    }

    private static async Task<string> ActivatedAsync(SalesTeam sales, string order)
    {
        await sales.ActivateAsync(order);
        return $"/orders/{order}";
    }

    /// <summary>Only what was typed over; without a change nothing is touched.</summary>
    private async Task<string> CorrectedAsync(SalesTeam sales, string order, IFormCollection form)
    {
        var reader = new OrgReader(org);
        if (reader.Find(order, "Order") is { } record)
        {
            var changed = reader
                .Ordered(record)
                .Select(line => (line.Id, line.Quantity, Typed: PageForms.Number(form, line.Id)))
                .Where(line => line.Typed is { } typed && typed != line.Quantity)
                .ToDictionary(line => line.Id, line => line.Typed!.Value);
            if (changed.Count > 0)
                await sales.CorrectAsync(order, record.Text("Status") == "Activated", changed);
        }

        return $"/orders/{order}";
    }

    /// <summary>Only what was typed over. Segments are counted from 1 over those that the amendment offers, so past ones are taken off.</summary>
    private List<NewQuantity> Totals(string contractId, IFormCollection form)
    {
        var reader = new OrgReader(org);
        if (reader.Find(contractId, "Contract") is not { } contract)
            return [];
        var held = reader.Held(contract);
        var start = PageForms.Start(form);
        var totals = new List<NewQuantity>();
        for (var i = 0; i < held.Count; i++)
            if (
                PageForms.Number(form, $"Total{i}") is { } total
                && total != held[i].Quantity
                && PageForms.Text(form, $"Held{i}") == held[i].ProductId
            )
                totals.Add(
                    new NewQuantity(
                        held[i].ProductId,
                        total,
                        held[i].SegmentIndex is { } index ? index - PastSegments(contract, held[i].ProductId, start) : null
                    )
                );
        return totals;
    }

    private int PastSegments(Records.Record contract, string productId, DateOnly start) =>
        org.Read(() =>
            ContractState
                .Of(contract, org.Store)
                .Count(holding =>
                    holding.Quantity != 0m
                    && holding.Subscription.Text("SBQQ__Product__c") == productId
                    && holding.Subscription.Date("SBQQ__SubscriptionEndDate__c") < start
                )
        );
}
