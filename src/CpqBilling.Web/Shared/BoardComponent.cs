using CpqBilling.Web.Orders;
using Microsoft.AspNetCore.Components;

namespace CpqBilling.Web.Shared;

/// <summary>A page that is drawn again whenever an order changes.</summary>
public abstract class BoardComponent : ComponentBase, IDisposable
{
    [Inject]
    protected OrderBoard Board { get; set; } = null!;

    protected override void OnInitialized() => Board.Changed += OnChanged;

    /// <summary>Called on the page's own thread before it is drawn.</summary>
    protected virtual Task RefreshAsync() => Task.CompletedTask;

    public void Dispose()
    {
        Board.Changed -= OnChanged;
        GC.SuppressFinalize(this);
    }

    private void OnChanged(object? sender, BoardOrder order) =>
        _ = InvokeAsync(async () =>
        {
            await RefreshAsync();
            StateHasChanged();
        });
}
