using System.Collections.Immutable;
using CpqBilling.Storage.Rows.People;

namespace CpqBilling.Engine.Application.Access;

/// <summary>What one value of the role claim grants.</summary>
/// <param name="Role">Null for looking after the installation.</param>
/// <param name="OrgId">Or <see cref="PersonRole.EveryOrg"/>.</param>
public sealed record ClaimGrant(string Value, OrgRole? Role, string OrgId)
{
    private const string Installation = "installation";

    /// <summary>Reads <c>billing-team=operator; it=installation; emea=viewer@00D…</c>.</summary>
    /// <returns>The grants, or in a sentence what is wrong with the text.</returns>
    public static (ImmutableArray<ClaimGrant> Grants, string? Fault) Read(string text)
    {
        var grants = ImmutableArray.CreateBuilder<ClaimGrant>();
        foreach (var part in text.Split(';', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            var at = part.LastIndexOf('=');
            var (word, org) = at < 1 ? ("", "") : Halves(part[(at + 1)..].Trim());
            var isRole = Enum.TryParse<OrgRole>(word, ignoreCase: true, out var role) && !char.IsAsciiDigit(word[0]);
            if (!isRole && word != Installation)
            {
                return ([], $"\"{part}\" grants nothing: write VALUE=viewer, operator, administrator or installation; @ORG behind it for one org.");
            }

            grants.Add(new ClaimGrant(part[..at].Trim(), isRole ? role : null, org));
        }

        return (grants.ToImmutable(), null);
    }

    private static (string Word, string OrgId) Halves(string text) =>
        text.Split('@', 2) is [var word, var org] ? (word, org) : (text, PersonRole.EveryOrg);
}
