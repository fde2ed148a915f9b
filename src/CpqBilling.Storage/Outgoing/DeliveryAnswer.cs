namespace CpqBilling.Storage.Outgoing;

/// <summary>What came of one attempt.</summary>
/// <param name="Status">HTTP status; null where nothing answered or the destination has none.</param>
/// <param name="Text">The beginning of the answer, or why there was none.</param>
/// <param name="IsForGood">Trying again cannot help.</param>
public sealed record DeliveryAnswer(bool IsTaken, int? Status, string Text, bool IsForGood = false);
