using System.Collections.Immutable;

namespace CpqBilling.Core.Settings;

/// <summary>What a setting takes: a closed union.</summary>
public abstract record SettingShape
{
    private SettingShape() { }

    /// <summary>The allowed values in words, for pages and docs.</summary>
    public abstract string Values { get; }

    public sealed record Flag : SettingShape
    {
        public override string Values => "`true`, `false`";
    }

    public sealed record Choice(ImmutableArray<string> Words) : SettingShape
    {
        public override string Values => string.Join(", ", Words.Select(word => $"`{word}`"));
    }

    /// <param name="Least">Included, like the most.</param>
    public sealed record WholeNumber(int Least, int Most) : SettingShape
    {
        public override string Values => $"{Least} to {Most}";
    }

    /// <summary>A table in the file: each name with what it stands for.</summary>
    public sealed record Table(string Form) : SettingShape
    {
        public override string Values => Form;
    }

    /// <param name="Form">What the text must be, as in "ISO code".</param>
    public sealed record Text(string Form) : SettingShape
    {
        public override string Values => Form;
    }
}
