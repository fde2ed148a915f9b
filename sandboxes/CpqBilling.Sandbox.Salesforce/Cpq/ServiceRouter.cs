using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Sandbox.Salesforce.Api;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Http;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Records;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>
/// CPQ's own API, <c>/services/apexrest/SBQQ/ServiceRouter</c>: the door through which a client amends or renews a contract.
/// </summary>
/// <remarks>
/// <para>Amend: <c>PATCH ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractAmender&amp;uid=CONTRACT</c>.</para>
/// <para>Renew: <c>PATCH ServiceRouter?loader=SBQQ.ContractManipulationAPI.ContractRenewer&amp;uid=CONTRACT</c>; the contract may also stand
/// in the body as CPQ's clients send it, <c>{"context":"{\"masterContractId\":\"800…\"}"}</c>.</para>
/// <para>Read: <c>GET ServiceRouter?reader=SBQQ.QuoteAPI.QuoteReader&amp;uid=QUOTE</c>.</para>
/// <para>
/// All answer a quote model, which is JSON in a JSON string: <c>{"record":{…},"lineItems":[{"record":{…},"key":1},…],"netTotal":…}</c>.
/// Both loaders have stored the quote when they answer. What the model holds is then changed as records:
/// </para>
/// <list type="number">
/// <item>type start date and term on the quote: <c>PATCH sobjects/SBQQ__Quote__c/ID {"SBQQ__StartDate__c":…,"SBQQ__SubscriptionTerm__c":…}</c>;</item>
/// <item>type new totals on the lines: <c>PATCH sobjects/SBQQ__QuoteLine__c/ID {"SBQQ__Quantity__c":3}</c>, 0 to cancel; add products by creating lines;</item>
/// <item>order the quote: <c>PATCH sobjects/SBQQ__Quote__c/ID {"SBQQ__Ordered__c":true}</c> makes the Draft order, a line for every change;</item>
/// <item>activate it: <c>PATCH sobjects/Order/ID {"Status":"Activated"}</c>; contract it: <c>{"SBQQ__Contracted__c":true}</c>.</item>
/// </list>
/// <para>For ramps, set <c>SBQQ__AmendmentStartDate__c</c> of the contract first; the quote then offers the current and the future segments.</para>
/// </remarks>
internal sealed class ServiceRouter(SandboxOrg org, Tokens tokens, ApiUsage usage)
{
    private const string Version = "65.0";

    public async Task HandleAsync(HttpContext context)
    {
        var reply = Reply(context);
        context.Response.Headers["Sforce-Limit-Info"] = usage.Header;
        await HttpBodies.WriteJsonAsync(context, reply.Status, reply.Body);
    }

    private ApiReply Reply(HttpContext context)
    {
        try
        {
            var user = tokens.UserOf(BearerToken.Of(context.Request)) ?? throw RequestErrors.InvalidSession();
            if (!usage.Take())
                throw RequestErrors.LimitExceeded();
            var query = context.Request.Query;
            var service = query["loader"].FirstOrDefault() ?? query["reader"].FirstOrDefault() ?? "";
            var id = query["uid"].FirstOrDefault() ?? ContractIn(RequestState.Of(context).Body);
            return (context.Request.Method, service) switch
            {
                ("PATCH", "SBQQ.ContractManipulationAPI.ContractAmender") => Quoted(user, id, AmendmentQuote.Create),
                ("PATCH", "SBQQ.ContractManipulationAPI.ContractRenewer") => Quoted(user, id, RenewalQuote.Create),
                ("GET", "SBQQ.QuoteAPI.QuoteReader") => org.Read(() => Model(Known(id, "SBQQ__Quote__c"))),
                _ => throw new SalesforceError(400, "APEX_ERROR", $"SBQQ.ServiceRouter: {context.Request.Method} {service} is not known.", null),
            };
        }
        catch (SalesforceError error)
        {
            return ApiReply.Error(error);
        }
        catch (JsonException error)
        {
            return ApiReply.Error(RequestErrors.BadJson(error.Message));
        }
    }

    private ApiReply Quoted(OrgUser user, string? id, Func<Record, WriteSession, Record> create) =>
        org.Write(user, session => Model(create(Known(id, "Contract"), session)));

    private Record Known(string? id, string type) =>
        org.Store.Find(id) is { IsDeleted: false } record && record.Type.Name == type ? record : throw RequestErrors.NotFound();

    private ApiReply Model(Record quote)
    {
        var lines = QuoteLines.Of(quote, org.Store);
        var model = new JsonObject
        {
            ["record"] = RecordJson.Full(quote, Version, null),
            ["netTotal"] = quote.Number("SBQQ__NetAmount__c") ?? 0m,
            ["nextKey"] = lines.Count + 1,
            ["lineItems"] = new JsonArray([
                .. lines.Select((line, index) => new JsonObject { ["record"] = RecordJson.Full(line, Version, null), ["key"] = index + 1 }),
            ]),
        };
        return ApiReply.Ok(JsonValue.Create(model.ToJsonString()));
    }

    /// <summary>CPQ's clients send the context as JSON in a string.</summary>
    private static string? ContractIn(string body)
    {
        var context = body.Length == 0 ? null : JsonNode.Parse(body)?["context"];
        var parsed = context is JsonValue value && value.TryGetValue<string>(out var text) ? JsonNode.Parse(text) : context;
        return parsed?["masterContractId"]?.GetValue<string>()
            ?? parsed?["contractId"]?.GetValue<string>()
            ?? parsed?["renewedContracts"]?[0]?["Id"]?.GetValue<string>();
    }
}
