namespace CpqBilling.Web.Api;

/// <param name="State">queued: the work is in the queue and is done by the service.</param>
public sealed record ApiQueued(string State);
