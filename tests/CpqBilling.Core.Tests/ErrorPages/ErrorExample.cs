using CpqBilling.Core.Errors;

namespace CpqBilling.Core.Tests.ErrorPages;

/// <summary>A situation in which an error is told.</summary>
/// <param name="Situation">In words of the people who meet it.</param>
/// <param name="Folder">The scenario that plays it, from the root of the repository; null where the error comes from a server.</param>
internal sealed record ErrorExample(string Situation, IReadOnlyList<SyncError> Errors, string? Folder = null);
