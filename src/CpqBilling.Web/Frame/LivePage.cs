using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Components;
using NodaTime;

namespace CpqBilling.Web.Frame;

/// <summary>A page of one org that is read again whenever one of its orders changes.</summary>
public abstract class LivePage : ComponentBase, IDisposable
{
    private readonly CancellationTokenSource _ended = new();
    private IDisposable? _ear;
    private OrgApplication? _heard;

    [CascadingParameter]
    public required OrgApplication Org { get; set; }

    /// <summary>Who looks at the page; what they may not do is not shown.</summary>
    [CascadingParameter]
    public required Actor Visitor { get; set; }

    protected CancellationToken Ended => _ended.Token;

    protected Instant Now => Org.Clock.GetCurrentInstant();

    /// <summary>Reads what the page shows.</summary>
    protected abstract Task LoadAsync();

    protected override Task OnParametersSetAsync() => LoadAsync();

    protected override void OnAfterRender(bool firstRender)
    {
        if (!ReferenceEquals(_heard, Org))
        {
            _ear?.Dispose();
            _heard = Org;
            _ear = Org.Watch.Listen(() => _ = InvokeAsync(ReloadAsync));
        }
    }

    public void Dispose()
    {
        _ear?.Dispose();
        _ended.Cancel();
        _ended.Dispose();
        GC.SuppressFinalize(this);
    }

    private async Task ReloadAsync()
    {
        if (_ended.IsCancellationRequested)
        {
            return;
        }

        await LoadAsync();
        StateHasChanged();
    }
}
