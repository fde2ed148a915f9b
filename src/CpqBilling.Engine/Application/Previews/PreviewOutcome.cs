using CpqBilling.Core.Errors;
using CpqBilling.Engine.Application.Contracts;

namespace CpqBilling.Engine.Application.Previews;

/// <summary>What a preview came to: a closed union.</summary>
public abstract record PreviewOutcome
{
    private PreviewOutcome() { }

    /// <param name="IsDraft">The order is not activated yet; it is shown as it will be.</param>
    public sealed record Shown(string OrderId, string Number, bool IsDraft, ContractView Contract) : PreviewOutcome;

    public sealed record NotRead(SyncError Error) : PreviewOutcome;

    /// <summary>There is no such order.</summary>
    public sealed record Unknown : PreviewOutcome;
}
