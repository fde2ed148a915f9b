namespace CpqBilling.Web.Frame;

/// <summary>Short news of one window: what was done, or why it was not.</summary>
public sealed class Toaster
{
    public event Action<string>? Said;

    public void Say(string text) => Said?.Invoke(text);
}
