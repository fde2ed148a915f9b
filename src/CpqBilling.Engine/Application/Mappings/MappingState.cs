namespace CpqBilling.Engine.Application.Mappings;

public enum MappingState
{
    /// <summary>The connector gives it by itself.</summary>
    Default,

    /// <summary>A mapping of this configuration gives it.</summary>
    Mapped,

    /// <summary>Mapped, and nothing came of it for this record.</summary>
    Unset,

    /// <summary>It names a field that this org does not have.</summary>
    UnknownField,
}
