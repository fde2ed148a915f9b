using System.Diagnostics.CodeAnalysis;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What somebody may do. The first three are given for an org, the last for the installation.</summary>
[SuppressMessage("Naming", "CA1711", Justification = "It is a permission; the suffix is kept for a kind of class that is long gone.")]
public enum Permission
{
    /// <summary>Look, preview and export.</summary>
    View,

    /// <summary>Sync, retry and repair.</summary>
    Operate,

    /// <summary>Change connections, mapping and preferences.</summary>
    Administer,

    /// <summary>Look after people, keys and the installation.</summary>
    Install,
}
