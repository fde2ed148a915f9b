using CpqBilling.Sandbox.Salesforce.Api;

namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>Refusals by CPQ and by the rules of activated orders, texts in one place.</summary>
internal static class CpqErrors
{
    public static SalesforceError Refused(string message, string? field = null) => RecordErrors.CustomValidation(message, field);

    public static SalesforceError EvergreenQuantity() =>
        Refused("Evergreen subscriptions can only be canceled: set the quantity to 0.", "SBQQ__Quantity__c");

    public static SalesforceError NotPrimary() => Refused("Only a primary quote can be ordered.", "SBQQ__Ordered__c");

    public static SalesforceError NothingToOrder() =>
        Refused("The quote has no lines that change anything, so there is nothing to order.", "SBQQ__Ordered__c");

    public static SalesforceError AmendedBeforeItsStart() =>
        Refused("The start date of an amendment must be on or after the start date of the contract.", "SBQQ__StartDate__c");

    public static SalesforceError NotFromOpportunity() =>
        Refused("The sandbox makes contracts from orders: order the opportunity, activate the order and contract that.", "SBQQ__Contracted__c");

    public static SalesforceError NotActivated() => Refused("Only an activated order can be contracted.", "SBQQ__Contracted__c");

    public static SalesforceError MissingSegments(string product) =>
        new(
            400,
            "FIELD_CUSTOM_VALIDATION_EXCEPTION",
            $"The order has only some of the segments of {product}. Order all of them or clear segment index and segment key.",
            []
        );

    public static SalesforceError BornActivated() =>
        new(400, "FAILED_ACTIVATION", "Choose a valid order status and save your changes. Ask your admin for details.", "Status");

    public static SalesforceError NoLines() => new(400, "FAILED_ACTIVATION", "Add at least one product to the order before activating it.", "Status");

    public static SalesforceError NotAllowed(string id) =>
        new(403, "INSUFFICIENT_ACCESS_OR_READONLY", $"insufficient access rights on object id {id}: the order is activated", []);

    public static SalesforceError Locked(string field) =>
        new(400, "FIELD_INTEGRITY_EXCEPTION", $"The order is activated: {field} can no longer be changed.", field);

    public static SalesforceError LinesLocked() =>
        new(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", "The order is activated: order products can no longer be added.", []);

    public static SalesforceError CannotDelete() => new(400, "DELETE_FAILED", "Activated orders and their products cannot be deleted.", []);
}
