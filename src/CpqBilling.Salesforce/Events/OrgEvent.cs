using System.Collections.Immutable;

namespace CpqBilling.Salesforce;

/// <summary>What an org tells; a closed union. It is a reason to look, and never believed: whoever hears it reads the records.</summary>
public abstract record OrgEvent
{
    private OrgEvent() { }

    /// <summary>Records of one object were changed, deleted or restored.</summary>
    /// <param name="IsOurs">The connector itself wrote nothing but its own fields.</param>
    public sealed record Changed(string Type, ImmutableArray<string> RecordIds, bool IsOurs) : OrgEvent;

    /// <summary>More was changed than events can tell, or one cannot be read: the org must be asked.</summary>
    public sealed record Overflow(string Type) : OrgEvent;

    /// <summary>Somebody wants an order to be looked at.</summary>
    /// <param name="IsActivation">The package tells so of every activation, which a change event tells as well.</param>
    public sealed record Requested(string OrderId, bool IsActivation) : OrgEvent;
}
