using System.Text.Json;

namespace CpqBilling.Web.Api;

/// <summary>Settings and mappings in force, as <c>cpqbilling config export</c> writes them.</summary>
/// <param name="Version">0 while the defaults are in force.</param>
public sealed record ApiConfiguration(int Version, JsonElement Configuration);
