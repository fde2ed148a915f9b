namespace CpqBilling.Salesforce;

/// <summary>One org: where it is, how to log in, which API version, and the namespace of our package there.</summary>
/// <remarks>The address is the org's My Domain; it is never taken from an answer, so a token goes nowhere else.</remarks>
public sealed record SalesforceConnection
{
    public const string DefaultApiVersion = "v65.0";

    /// <summary>The Pub/Sub API of all orgs without a region of their own for it.</summary>
    public static Uri SalesforceEvents { get; } = new("https://api.pubsub.salesforce.com:7443");

    public required Uri InstanceUrl { get; init; }

    /// <summary>Where tokens come from; the org itself when left out. Also the audience of a JWT.</summary>
    public Uri? LoginUrl { get; init; }

    public required SalesforceAuth Auth { get; init; }

    public string ApiVersion { get; init; } = DefaultApiVersion;

    /// <summary>Prefix of our fields and objects without its underscores; empty where the package is unmanaged.</summary>
    public string Namespace { get; init; } = "";

    /// <summary>Where events are subscribed to (the Pub/Sub API); null leaves them, and the org is only polled.</summary>
    public Uri? EventsUrl { get; init; }

    /// <summary>Path of the REST API, without a slash at its end.</summary>
    public string DataPath => $"/services/data/{ApiVersion}";

    internal string LoginOrigin => (LoginUrl ?? InstanceUrl).GetLeftPart(UriPartial.Authority);

    internal string InstanceOrigin => InstanceUrl.GetLeftPart(UriPartial.Authority);

    /// <summary>Never shows a secret.</summary>
    public override string ToString() => $"Salesforce {InstanceOrigin} ({Auth.GetType().Name}, {ApiVersion})";
}
