using System.Security.Cryptography;
using System.Text;
using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;

namespace CpqBilling.Stripe;

/// <summary>The key that makes a step safe to send again: equal work in one org has an equal key, on every machine and for ever.</summary>
/// <remarks>Made from the work itself, so that a crash, a second node or a second run cannot bill twice (docs/rules/plan.md 11).</remarks>
public static class IdempotencyKey
{
    private const string Prefix = "cpqb-";
    private const string Alphabet = "abcdefghijklmnopqrstuvwxyz234567";

    /// <param name="resolvedBody">The body with real ids; the order of its keys does not count.</param>
    /// <param name="generation">How often the key was given up, because Stripe repeated a failure of its own under it.</param>
    public static string For(string orgId, PlanStep step, StripeMap resolvedBody, int generation = 0)
    {
        string[] parts =
        [
            orgId,
            step.Key,
            step.Method.ToString(),
            step.Path,
            step.Basis,
            StripeJson.Write(Sorted(resolvedBody)),
            .. generation == 0 ? Array.Empty<string>() : [$"generation {generation}"],
        ];
        var text = new StringBuilder();
        foreach (var part in parts)
        {
            // The length in front keeps ("a", "bc") and ("ab", "c") apart.
            text.Append(part.Length).Append(':').Append(part);
        }

        return Prefix + Base32(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static StripeValue Sorted(StripeValue value) =>
        value switch
        {
            StripeMap map => map
                .Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Aggregate(new StripeMap(), (sorted, entry) => sorted.Set(entry.Key, Sorted(entry.Value))),
            StripeList list => StripeList.Of(list.Items.Select(Sorted)),
            StripeNumber number => new StripeNumber(Core.Money.MinorUnits.Trim(number.Value)),
            _ => value,
        };

    private static string Base32(byte[] bytes)
    {
        var text = new StringBuilder();
        var (buffer, bits) = (0, 0);
        foreach (var value in bytes)
        {
            buffer = ((buffer << 8) | value) & 0xfff;
            bits += 8;
            for (; bits >= 5; bits -= 5)
            {
                text.Append(Alphabet[(buffer >> (bits - 5)) & 31]);
            }
        }

        return bits == 0 ? text.ToString() : text.Append(Alphabet[(buffer << (5 - bits)) & 31]).ToString();
    }
}
