using System.Text.Encodings.Web;
using System.Text.Json;
using CpqBilling.Core.Planning;
using CpqBilling.Storage.Journal;

namespace CpqBilling.Web.Parts;

/// <summary>The body of a request that has not been sent.</summary>
internal static class StepText
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(PlanStep step) => JsonSerializer.Serialize(JsonDocument.Parse(BodyJson.Write(step.Body)).RootElement, Indented);
}
