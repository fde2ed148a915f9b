using NodaTime;

namespace CpqBilling.Core.Timeline;

/// <summary>How a line ends: by its own dates, or cut short by a termination.</summary>
/// <param name="RemainderFrom">From this day on the recurring price is zero, for the rest is charged once; null where nothing is.</param>
/// <param name="CutOn">The date of a termination that leaves a part of the period it falls into; null where the line's own end counts.</param>
/// <param name="HasProration">False where that part is all there is.</param>
internal sealed record LineEnding(LocalDate? RemainderFrom, LocalDate? CutOn, bool HasProration);
