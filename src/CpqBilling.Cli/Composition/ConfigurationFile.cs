using System.Text.Json;
using CpqBilling.Engine.Configurations;

namespace CpqBilling.Cli.Composition;

/// <summary>A JSON file with settings, fieldDefaults and fieldMappings.</summary>
internal static class ConfigurationFile
{
    public static JsonElement ReadJson(string path)
    {
        try
        {
            var json = JsonDocument.Parse(File.ReadAllBytes(path)).RootElement;
            return json.ValueKind == JsonValueKind.Object
                ? json
                : throw new CommandException($"{path} holds no configuration: it is no JSON object.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or JsonException)
        {
            throw new CommandException($"{path} cannot be read as JSON: {error.Message}");
        }
    }

    public static OrgConfiguration Read(string path) => Usable(OrgConfiguration.Read(ReadJson(path)));

    /// <summary>Nothing can be computed with settings that are wrong; wrong mappings are told by each order.</summary>
    public static OrgConfiguration Usable(OrgConfiguration configuration) =>
        configuration.SettingErrors.IsEmpty
            ? configuration
            : throw new CommandException(string.Join(" ", configuration.SettingErrors.Select(error => $"{error.Code} {error.Message}")));
}
