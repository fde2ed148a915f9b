using Microsoft.EntityFrameworkCore.Storage.ValueConversion;
using NodaTime;

namespace CpqBilling.Storage;

/// <summary>Instants as Unix milliseconds; what is finer is cut off.</summary>
internal sealed class InstantConverter()
    : ValueConverter<Instant, long>(instant => instant.ToUnixTimeMilliseconds(), stored => Instant.FromUnixTimeMilliseconds(stored));
