using System.Text.Json;

namespace CpqBilling.Web.Api;

/// <param name="Configuration">The whole of it, as <c>cpqbilling config export</c> writes it.</param>
/// <param name="Reason">Why, for the audit; not needed to look at the impact.</param>
public sealed record ApiNewConfiguration(JsonElement Configuration, string? Reason);
