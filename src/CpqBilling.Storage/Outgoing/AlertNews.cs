using CpqBilling.Storage.Rows.Outgoing;

namespace CpqBilling.Storage.Outgoing;

/// <summary>Something that is the matter.</summary>
/// <param name="Subject">Tells it from others of its kind; empty where there is one only.</param>
/// <param name="Text">What is the matter, in a sentence.</param>
/// <param name="Remedy">What to do, in a sentence.</param>
public sealed record AlertNews(string OrgId, AlertKind Kind, string Subject, string Text, string Remedy)
{
    internal string OpenKey => $"{Kind}/{Subject}";
}
