using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <param name="Way">password, passkey, link or the name of an identity provider.</param>
/// <param name="From">Network address of the browser.</param>
/// <param name="Browser">What it calls itself.</param>
public sealed record NewSession(Person Person, string Way, string? From, string? Browser);
