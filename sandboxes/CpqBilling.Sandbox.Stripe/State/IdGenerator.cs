using System.Security.Cryptography;

namespace CpqBilling.Sandbox.Stripe.State;

/// <summary>Makes ids of the service's form; with a seed the same run makes the same ids.</summary>
internal sealed class IdGenerator(ulong? seed = null)
{
    private const string Letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    private ulong _state = seed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(8));

    public string Next(string prefix) => prefix + Random(24);

    public string Random(int length, string alphabet = Letters) =>
        string.Create(
            length,
            (this, alphabet),
            static (span, source) =>
            {
                foreach (ref var letter in span)
                {
                    letter = source.alphabet[(int)(source.Item1.NextNumber() % (ulong)source.alphabet.Length)];
                }
            }
        );

    /// <summary>SplitMix64: small, fast and good enough for names.</summary>
    private ulong NextNumber()
    {
        unchecked
        {
            var z = Interlocked.Add(ref _state, 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }
}
