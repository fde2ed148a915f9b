using CpqBilling.Engine.Application;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Web.Api;

/// <summary>A call on one org, by somebody who may make it.</summary>
/// <param name="Org">Of the address.</param>
public sealed record OrgCall(OrgApplication Org, Actor Actor)
{
    private const string Item = "CpqBilling.OrgCall";

    /// <summary>What <see cref="OrgCallFilter"/> found.</summary>
    public static ValueTask<OrgCall> BindAsync(HttpContext context) => ValueTask.FromResult((OrgCall)context.Items[Item]!);

    internal void Keep(HttpContext context) => context.Items[Item] = this;
}
