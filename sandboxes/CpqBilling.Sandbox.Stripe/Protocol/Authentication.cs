using System.Text;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Stripe.Protocol;

/// <summary>Finds the API key of a request and refuses those that may not pass.</summary>
internal static class Authentication
{
    public static string KeyOf(HttpRequest request, Decisions decisions)
    {
        var key = Read(request.Headers.Authorization.ToString());
        if (key is null)
        {
            throw Errors.Unauthenticated(
                "You did not provide an API key. You need to provide your API key in the Authorization header, using Bearer auth (e.g. 'Authorization: Bearer YOUR_SECRET_KEY')."
            );
        }

        if (key.StartsWith("pk_", StringComparison.Ordinal))
        {
            throw Errors.Forbidden("This API call cannot be made with a publishable API key. Please use a secret API key.", "secret_key_required");
        }

        if (decisions.ExpiredKeys.Contains(key))
        {
            throw Errors.Unauthenticated($"Expired API Key provided: {Masked(key)}", "api_key_expired");
        }

        var isTestKey = key.StartsWith("sk_test_", StringComparison.Ordinal) || key.StartsWith("rk_test_", StringComparison.Ordinal);
        if (!isTestKey || decisions.KnownKeys?.Contains(key) == false)
        {
            throw Errors.Unauthenticated($"Invalid API Key provided: {Masked(key)}");
        }

        if (decisions.KeyPermissions.TryGetValue(key, out var paths) && !paths.Any(path => request.Path.StartsWithSegments(path)))
        {
            throw Errors.Forbidden($"The provided key '{Masked(key)}' does not have the required permissions for this endpoint.");
        }

        foreach (var header in (string[])["Stripe-Account", "Stripe-Context"])
        {
            if (request.Headers.TryGetValue(header, out var account) && account.ToString().Length > 0)
            {
                throw Errors.Forbidden(
                    $"The provided key '{Masked(key)}' does not have access to account '{account}' (or that account does not exist). Application access may have been revoked.",
                    "account_invalid"
                );
            }
        }

        return decisions.RolledKeys.GetValueOrDefault(key, key);
    }

    /// <summary>The key a request names, good or not; empty when there is none.</summary>
    public static string ClaimedKey(HttpRequest request) => Read(request.Headers.Authorization.ToString()) ?? "";

    private static string? Read(string header)
    {
        if (header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return header[7..].Trim() is { Length: > 0 } bearer ? bearer : null;
        }

        if (!header.StartsWith("Basic ", StringComparison.OrdinalIgnoreCase))
        {
            return null;
        }

        var buffer = new byte[header.Length];
        return Convert.TryFromBase64String(header[6..].Trim(), buffer, out var length)
            ? Encoding.UTF8.GetString(buffer, 0, length).Split(':')[0] is { Length: > 0 } user
                ? user
                : null
            : null;
    }

    private static string Masked(string key) =>
        key.Length <= 12 ? new string('*', key.Length) : $"{key[..8]}{new string('*', key.Length - 12)}{key[^4..]}";
}
