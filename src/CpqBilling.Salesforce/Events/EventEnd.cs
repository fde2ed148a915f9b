namespace CpqBilling.Salesforce;

/// <summary>Why a subscription ended, by what follows from it.</summary>
public enum EventEnd
{
    /// <summary>The line or the server: it is tried again from where it stood.</summary>
    Lost,

    /// <summary>The access token was not taken: the next subscription fetches another.</summary>
    Unauthorized,

    /// <summary>The replay id is too old or damaged: what it stood for must be polled.</summary>
    ReplayIdRefused,

    /// <summary>The org has no such topic, or does not let this user see it.</summary>
    NotOffered,
}
