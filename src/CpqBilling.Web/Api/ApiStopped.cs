namespace CpqBilling.Web.Api;

/// <param name="Contracts">Taken out of the queue before anybody began them.</param>
public sealed record ApiStopped(int Contracts);
