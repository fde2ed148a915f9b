using CpqBilling.Storage;
using CpqBilling.Storage.Opening;
using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Json;

namespace CpqBilling.Cli.Installed;

/// <summary>Tells what is in force and who said so, without opening anything.</summary>
/// <param name="prefix">What variables begin with.</param>
internal sealed class SettingsInForce(IConfigurationRoot root, string prefix)
{
    private const string Masked = "(secret)";

    /// <summary>All settings in their order, then what stands in the parts that .NET reads.</summary>
    public IReadOnlyList<SettingInForce> List() =>
        [
            .. ServiceSettings.All.Select(Of),
            .. root.AsEnumerable()
                .Where(pair => pair.Value is not null && ServiceSettings.IsInSection(pair.Key))
                .OrderBy(pair => pair.Key, StringComparer.Ordinal)
                .Select(pair => new SettingInForce(pair.Key, Below(pair.Key, pair.Value!), "", Source(pair.Key), "Read by .NET")),
        ];

    /// <summary>The value itself wins over the file it may stand in.</summary>
    private SettingInForce Of(ServiceSetting setting)
    {
        var file = ServiceSettings.FileOf(setting.Name);
        return (root[setting.Name], setting.MayStandInFile ? root[file] : null) switch
        {
            ({ Length: > 0 } said, _) => Row(setting, Shown(setting, said), Source(setting.Name)),
            (_, { Length: > 0 } path) => Row(setting, Masked, $"the file {path}, named by {Source(file)}"),
            _ => Row(setting, null, "default"),
        };
    }

    private static SettingInForce Row(ServiceSetting setting, string? value, string source) =>
        new(setting.Name, value, setting.Default, source, setting.Meaning);

    /// <summary>A connection string is shown without user and password.</summary>
    private static string Shown(ServiceSetting setting, string said)
    {
        if (setting.IsSecret)
        {
            return Masked;
        }

        if (!setting.MayStandInFile)
        {
            return said;
        }

        try
        {
            return DatabaseAddress.IsServer(said) ? DatabaseAddress.Of(said).ToString() : Masked;
        }
        catch (DatabaseUnavailableException)
        {
            return Masked;
        }
    }

    private static string Below(string path, string said) => path.EndsWith(":Password", StringComparison.OrdinalIgnoreCase) ? Masked : said;

    /// <summary>The last that says something wins.</summary>
    private string Source(string name)
    {
        var provider = root.Providers.LastOrDefault(provider => provider.TryGet(name, out _));
        return provider switch
        {
            JsonConfigurationProvider { Source: var file } => file.FileProvider?.GetFileInfo(file.Path!).PhysicalPath ?? file.Path!,
            EnvironmentVariablesConfigurationProvider => prefix + name.Replace(":", "__", StringComparison.Ordinal).ToUpperInvariant(),
            null => "default",
            _ => $"--{name}",
        };
    }
}
