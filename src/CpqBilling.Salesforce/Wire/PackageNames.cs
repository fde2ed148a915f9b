using System.Text.RegularExpressions;

namespace CpqBilling.Salesforce;

/// <summary>The names our package adds to an org, and their prefix where it is installed with a namespace.</summary>
/// <remarks>
/// Everything above this adapter speaks bare names. Some names of our objects' fields are everyday words (<c>Name__c</c>) that a
/// customer may use too, so they are prefixed only in queries of our own objects.
/// </remarks>
internal sealed partial class PackageNames(string ns)
{
    private const string OrderCoupon = "Order_Stripe_Coupon__c";
    private const string QuoteCoupon = "Quote_Stripe_Coupon__c";

    private static readonly HashSet<string> Objects = new(StringComparer.OrdinalIgnoreCase)
    {
        "Sync_Record__c",
        "Stripe_Account__c",
        "Stripe_Connection__c",
        OrderCoupon,
        QuoteCoupon,
        "Quote_Stripe_Coupon_Association__c",
        "Quote_Line_Stripe_Coupon_Association__c",
        "Stripe_Sync_Request__e",
    };

    /// <summary>Fields on objects of Salesforce and CPQ, and the child lists our lookups give them.</summary>
    private static readonly HashSet<string> Extensions = new(StringComparer.OrdinalIgnoreCase)
    {
        "Stripe_ID__c",
        "Stripe_Dashboard_Link__c",
        "Skip_Line_Item__c",
        "Skip_Past_Initial_Invoices__c",
        "Stripe_Account__c",
        "Stripe_Account__r",
        "Stripe_Amount_Due__c",
        "Stripe_Invoice_Payment_Link__c",
        "Stripe_Latest_Invoice_Status__c",
        "Stripe_Paid_Through__c",
        "Stripe_Subscription_Status__c",
        "Stripe_Sync_Status__c",
        "Order_Lookup__r",
        "Order_Item_Lookup__r",
        "Quote_In_Association__r",
        "Quote_Line_In_Association__r",
    };

    private static readonly HashSet<string> FieldsOfOwnObjects = new(StringComparer.OrdinalIgnoreCase)
    {
        "Amount_Off__c",
        "Compound_ID__c",
        "Connection_Status__c",
        "Contract_Id__c",
        "Days_Open__c",
        "Duration_In_Months__c",
        "Duration__c",
        "Error_Code__c",
        "Error_Since__c",
        "External_ID__c",
        "Is_Live_Mode__c",
        "Is_Primary__c",
        "Max_Redemptions__c",
        "Name__c",
        "Order_Amount__c",
        "Order_Id__c",
        "Order_Item__c",
        "Order_Item__r",
        "Order__c",
        "Order__r",
        "Percent_Off__c",
        "Primary_Object_Type__c",
        "Primary_Record_ID__c",
        "Primary_Record__c",
        "Quote_Line__c",
        "Quote_Line__r",
        "Quote_Stripe_Coupon_Id__c",
        "Quote_Stripe_Coupon__r",
        "Quote__c",
        "Quote__r",
        "Reason__c",
        "Resolution_Documentation_Link__c",
        "Resolution_Message__c",
        "Resolution_Status__c",
        "Secondary_Object_Type__c",
        "Secondary_Record_ID__c",
        "Secondary_Record__c",
        "Stripe_Request_Dashboard_Link__c",
        "Sync_Record_Retention__c",
        "Triggers_Off__c",
    };

    private readonly string _prefix = ns.Length == 0 ? "" : ns + "__";

    /// <summary>Prefixes our names in SOQL whose fields belong to <paramref name="root"/>; text in quotes stays as it is.</summary>
    public string Query(string root, string soql) =>
        _prefix.Length == 0 ? soql : Token().Replace(soql, match => match.Value[0] == '\'' ? match.Value : Field(root, match.Value));

    /// <summary>The name of a field, relationship or object on the wire.</summary>
    public string Field(string root, string name) => _prefix.Length > 0 && IsOwn(root, name) ? _prefix + name : name;

    public string Object(string name) => _prefix.Length > 0 && Objects.Contains(name) ? _prefix + name : name;

    /// <summary>The bare name of what Salesforce sent.</summary>
    public string Local(string name) =>
        _prefix.Length > 0 && name.StartsWith(_prefix, StringComparison.OrdinalIgnoreCase) && IsKnown(name[_prefix.Length..])
            ? name[_prefix.Length..]
            : name;

    private static bool IsOwn(string root, string name) =>
        Objects.Contains(name) || Extensions.Contains(name) || (Objects.Contains(root) && FieldsOfOwnObjects.Contains(name));

    private static bool IsKnown(string name) => Objects.Contains(name) || Extensions.Contains(name) || FieldsOfOwnObjects.Contains(name);

    [GeneratedRegex(@"'(?:[^'\\]|\\.)*'|[A-Za-z]\w*")]
    private static partial Regex Token();
}
