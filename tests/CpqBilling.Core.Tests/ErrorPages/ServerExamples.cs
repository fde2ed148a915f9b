using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Tests.ErrorPages;

/// <summary>Errors that come from a server, a configuration or another process: made by their factories, with what those servers say.</summary>
internal static class ServerExamples
{
    private static readonly RecordRef Order = new("Order", "801Hs000001AbCdIAK");
    private static readonly RecordRef Line = new("OrderItem", "802Hs000001AbCeIAK");
    private static readonly RecordRef Account = new("Account", "001Hs000001AbCfIAK");
    private static readonly RecordRef Org = new("Organization", "00DHs0000001AbCMAU");

    public static IReadOnlyDictionary<string, ErrorExample> ByCode { get; } = All().ToDictionary(example => example.Errors[0].Code);

    private static IEnumerable<ErrorExample> All() => [.. OfConfiguration(), .. OfStripe(), .. OfSalesforce(), .. OfConnections()];

    private static IEnumerable<ErrorExample> OfConfiguration() =>
        [
            One(
                "A mapping names the due days of a schedule by a word of its own.",
                MappingErrors.MappingPathUnknown(
                    Org,
                    "subscription_schedule.default_settings.due_days",
                    "; near is default_settings.invoice_settings.days_until_due"
                )
            ),
            One(
                "The proration precision is set to a word that is none of its values.",
                MappingErrors.SettingInvalid(Org, "prorationPrecision", "day", "prorationPrecision")
            ),
            One(
                "The name of a setting is misspelled in a configuration file.",
                MappingErrors.SettingUnknown(Org, "defaultCurency", ["defaultCurrency"])
            ),
            One("Five fields of the order are to be printed on its invoices.", MappingErrors.TooManyCustomFields(Org, "invoice_settings", 5, 4)),
            One(
                "An order is to be charged automatically from its first day, and the account is new in Stripe.",
                MappingErrors.NothingToPayWith(Order)
            ),
        ];

    private static IEnumerable<ErrorExample> OfStripe() =>
        [
            One(
                "The email of the account is no address.",
                StripeErrors.StripeRefused(Account, "Invalid email address: sales@", "email") with
                {
                    UpstreamCode = "email_invalid",
                    RequestId = "req_a1B2c3",
                }
            ),
            One(
                "Somebody canceled the schedule in Stripe, then sales amended the contract.",
                StripeErrors.ScheduleCanceled(Order, "sub_sched_1PAbcd")
            ),
            One("The initial order names a schedule of another Stripe account.", StripeErrors.ScheduleMissing(Order, "sub_sched_1PAbcd")),
            One("Two tools made a schedule for the same order.", ChangedErrors.SyncedByAnother(Order, "sub_sched_1PAbcd, sub_sched_1PEfgh")),
        ];

    private static IEnumerable<ErrorExample> OfSalesforce() =>
        [
            One(
                "A trigger of the org refuses the Sync Record.",
                SalesforceErrors.SalesforceRefused(Order, "FIELD_CUSTOM_VALIDATION_EXCEPTION: Region is required")
            ),
            One(
                "The integration user may not write the id.",
                SalesforceErrors.WriteBackRefused(Order, "INVALID_FIELD_FOR_INSERT_UPDATE: Stripe_ID__c")
            ),
            One(
                "A mapped field was deleted in the org.",
                SalesforceErrors.FieldMissing(Org, "No such column 'PO_Number__c' on entity 'Order'", "Order.PO_Number__c")
            ),
            One("Somebody saves a record of the order at the same moment.", SalesforceErrors.RecordLocked(Line)),
        ];

    private static IEnumerable<ErrorExample> OfConnections() =>
        [
            One("Salesforce is under maintenance.", ConnectionErrors.SalesforceUnreachable(Org, "503 Service Unavailable")),
            One(
                "The certificate of the connected app was replaced.",
                ConnectionErrors.SalesforceUnauthorized(Org, "invalid_grant: invalid assertion")
            ),
            One("Other programs have used the calls of the day.", ConnectionErrors.SalesforceLimit(Org)),
            One("The network of the machine is down.", ConnectionErrors.StripeUnreachable(Org, "Connection refused")),
            One("The restricted key was rolled in Stripe.", ConnectionErrors.StripeUnauthorized(Org, "Invalid API Key provided: rk_live_****abcd")),
            One("A bulk import uses the account at the same time.", ConnectionErrors.StripeLimit(Org)),
            One("Two commands sync the same order.", ConnectionErrors.ContractBusy(Order, "billing-1, process 4711")),
            One(
                "The machine lost its power between a request and its answer, and the order was changed since.",
                ConnectionErrors.AnswerAwaited(Order)
            ),
            One("The connector has a defect.", DefectErrors.Unexpected(Order, "kept in the journal")),
        ];

    private static ErrorExample One(string situation, SyncError error) => new(situation, [error]);
}
