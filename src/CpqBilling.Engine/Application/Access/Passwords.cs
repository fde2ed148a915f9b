using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What passwords must be, and how they are kept.</summary>
/// <remarks>Length counts, kinds of characters do not: rules about those make passwords that are written down.</remarks>
public static class Passwords
{
    public const int LeastLength = 12;
    public const int MostLength = 128;
    private const int LeastDifferent = 5;
    private const int Iterations = 210_000;

    public static IPasswordHasher<Person> Hasher { get; } =
        new PasswordHasher<Person>(Options.Create(new PasswordHasherOptions { IterationCount = Iterations }));

    /// <summary>Why a password is not taken; empty when it is.</summary>
    public static ImmutableArray<string> FaultsOf(string password, string email, string fullName)
    {
        if (password.Length is < LeastLength or > MostLength)
        {
            return [$"A password has {LeastLength} to {MostLength} characters; this one has {password.Length}."];
        }

        if (password.Distinct().Count() < LeastDifferent)
        {
            return [$"A password has at least {LeastDifferent} different characters."];
        }

        string[] guessable =
        [
            email.Split('@')[0],
            .. fullName.Split(' ', StringSplitOptions.RemoveEmptyEntries),
            "cpqbilling",
            "password",
            "salesforce",
            "stripe",
        ];
        return guessable.FirstOrDefault(word => IsMostOf(password, word)) is { } found
            ? [$"The password is little more than \"{found}\", which is tried first."]
            : [];
    }

    private static bool IsMostOf(string password, string word) =>
        word.Length >= 3 && password.Replace(word, "", StringComparison.OrdinalIgnoreCase).Length < LeastLength / 2;
}
