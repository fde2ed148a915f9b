namespace CpqBilling.Web.Access;

/// <summary>The ways in which a request says who it is from.</summary>
internal static class AccessSchemes
{
    /// <summary>Chooses among the others by the request.</summary>
    public const string Any = "any";

    /// <summary>The cookie of somebody who signed in.</summary>
    public const string Session = "session";

    /// <summary>The bearer token of a program.</summary>
    public const string Key = "key";

    /// <summary>An identity provider, by OpenID Connect.</summary>
    public const string SingleSignOn = "single-sign-on";

    /// <summary>Whoever sits at this machine, in the demo.</summary>
    public const string Guest = "guest";
}
