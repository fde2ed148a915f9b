using System.Net;
using CpqBilling.Cli.Tests.Access;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;
using Xunit;

namespace CpqBilling.Cli.Tests.SingleSignOn;

/// <summary>People who sign in at an identity provider: who is let in, as whom, and with which roles.</summary>
public sealed class SingleSignOnTests
{
    private const string Password = "correct horse battery staple";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Person_ComesInByTheProvider_WithTheRolesOfTheirClaims()
    {
        await using var provider = await IdentityServer.StartAsync();
        await using var service = await StartAsync(provider);

        provider.Person = Of("1", "bob@example.com", "billing");
        Assert.Equal("/sign-in?refused=not-admitted", await SignOnAsync(service));
        using var ada = await service.FirstAdministratorAsync("ada@example.com", Password);

        using var bob = service.Browser();
        Assert.Contains("Sign in with Example ID", (await bob.OpenAsync("/sign-in")).Text, StringComparison.Ordinal);
        Assert.Equal("/account", await SignOnAsync(service, bob));
        var made = await PersonAsync(service, "bob@example.com");
        Assert.Equal((false, OrgRole.Operator), (made.IsInstallationAdministrator, made.Roles[PersonRole.EveryOrg]));
        Assert.Equal(HttpStatusCode.OK, (await bob.OpenAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await bob.OpenAsync("/people")).Status);

        provider.Person = Of("1", "bob@example.com", "it", "readers");
        Assert.Equal("/account", await SignOnAsync(service));
        made = await PersonAsync(service, "bob@example.com");
        Assert.Equal((true, OrgRole.Viewer), (made.IsInstallationAdministrator, made.Roles[PersonRole.EveryOrg]));
        Assert.Equal(HttpStatusCode.OK, (await bob.OpenAsync("/people")).Status);

        provider.Person = Of("1", "bob@example.com");
        Assert.Equal("/sign-in?refused=not-admitted", await SignOnAsync(service));
        await WhoIsKnownHereIsNotTakenOverAsync(service, provider);
        await WhatIsNotOursIsRefusedAsync(service, provider);
    }

    /// <summary>Ada has a password here: her account is hers by a verified address only, and her roles stay those given here.</summary>
    private static async Task WhoIsKnownHereIsNotTakenOverAsync(AccessServer service, IdentityServer provider)
    {
        provider.Person = Of("2", "ada@example.com", "readers");
        Assert.Equal("/sign-in?refused=not-admitted", await SignOnAsync(service));

        provider.Person["email_verified"] = true;
        Assert.Equal("/account", await SignOnAsync(service));
        Assert.True((await PersonAsync(service, "ada@example.com")).IsInstallationAdministrator);
    }

    private static async Task WhatIsNotOursIsRefusedAsync(AccessServer service, IdentityServer provider)
    {
        provider.WrongNonce = "stolen";
        Assert.Equal("/sign-in?refused=failed", await SignOnAsync(service));
        provider.WrongNonce = null;

        using var attacker = service.Browser();
        var to = await RedirectAsync(attacker, "/access/single-sign-on?back=%2Faccount");
        using var victim = service.Browser();
        var back = await AskAsync(to);
        Assert.Equal("/sign-in?refused=failed", await RedirectAsync(victim, back.PathAndQuery));

        using var elsewhere = service.Browser();
        Assert.Equal("/", await SignOnAsync(service, elsewhere, "%2F%2Fevil.example"));
    }

    private static Dictionary<string, object> Of(string subject, string email, params string[] roles) =>
        new()
        {
            ["sub"] = subject,
            ["email"] = email,
            ["name"] = email.Split('@')[0],
            ["roles"] = roles,
        };

    private static Task<AccessServer> StartAsync(IdentityServer provider)
    {
        var (grants, fault) = ClaimGrant.Read("billing=operator; readers=viewer; it=installation");
        Assert.Null(fault);
        return AccessServer.StartAsync(
            singleSignOn: new SingleSignOnProvider(
                "Example ID",
                provider.Issuer,
                IdentityServer.ClientId,
                IdentityServer.ClientSecret,
                "roles",
                grants
            )
        );
    }

    /// <summary>From the link to where the browser is sent in the end.</summary>
    private static async Task<string> SignOnAsync(AccessServer service, SignedInBrowser? with = null, string back = "%2Faccount")
    {
        var browser = with ?? service.Browser();
        var code = await AskAsync(await RedirectAsync(browser, $"/access/single-sign-on?back={back}"));
        var to = await RedirectAsync(browser, code.PathAndQuery);
        if (with is null)
        {
            browser.Dispose();
        }

        return to;
    }

    private static async Task<string> RedirectAsync(SignedInBrowser browser, string path)
    {
        using var answer = await browser.SendAsync(HttpMethod.Get, path);
        return answer.Headers.Location?.ToString() ?? $"{answer.StatusCode}";
    }

    /// <summary>The provider asks nothing and leads back.</summary>
    private static async Task<Uri> AskAsync(string address)
    {
        using var http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false });
        using var answer = await http.GetAsync(new Uri(address), Cancellation);
        return answer.Headers.Location!;
    }

    private static async Task<PersonView> PersonAsync(AccessServer service, string email) =>
        (await service.Access.People.ListAsync(Actor.OnMachine("test"), AccessServer.Now, Cancellation)).Single(person => person.Email == email);
}
