namespace CpqBilling.Web.Api;

/// <param name="Orders">How many orders were put into the queue.</param>
public sealed record ApiRetried(int Orders);
