using System.Collections.Immutable;
using System.Net;
using CpqBilling.Engine.Application.Access;
using CpqBilling.Storage.Rows.People;
using Xunit;

namespace CpqBilling.Cli.Tests.Access;

/// <summary>Who gets in, by what, and when no longer.</summary>
public sealed class SignInTests
{
    private const string Ada = "ada@example.com";
    private const string Password = "seven purple lanterns";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task FirstRunLink_MakesOneAdministrator_AndIsOver()
    {
        await using var service = await AccessServer.StartAsync();
        using var browser = service.Browser();
        Assert.Contains("This link is over", (await browser.OpenAsync("/first-run?token=guessed")).Text);
        var link = $"/first-run?token={service.Access.FirstRun.Token}";
        await browser.OpenAsync(link);

        var weak = await browser.PostAsync(link, ("_handler", "first"), ("FullName", "Ada"), ("Email", Ada), ("Password", "short"));
        var made = await browser.PostAsync(link, ("_handler", "first"), ("FullName", "Ada"), ("Email", Ada), ("Password", Password));

        Assert.Contains("A password has 12 to 128 characters; this one has 5.", weak.Text);
        Assert.Equal(HttpStatusCode.Found, made.Status);
        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/account")).Status);
        using var second = service.Browser();
        Assert.Contains("This link is over", (await second.OpenAsync(link)).Text);
        var person = Assert.Single(await service.Access.People.ListAsync(Actor.OnMachine("test"), AccessServer.Now, Cancellation));
        Assert.True(person.IsInstallationAdministrator);
        Assert.Equal(OrgRole.Administrator, person.Roles[PersonRole.EveryOrg]);
    }

    [Fact]
    public async Task SignedOutCookie_OpensNothing_EvenWhenItIsSentAgain()
    {
        await using var service = await AccessServer.StartAsync();
        using var browser = await service.FirstAdministratorAsync(Ada, Password);
        using var thief = service.Browser();
        thief.Keep("__Host-session", browser.Cookies["__Host-session"]);
        Assert.Equal(HttpStatusCode.BadRequest, (await thief.PostAsync("/access/sign-out")).Status);
        Assert.Equal(HttpStatusCode.OK, (await thief.OpenAsync("/account")).Status);

        await browser.OpenAsync("/account");
        await browser.PostAsync("/access/sign-out");

        Assert.Equal(HttpStatusCode.Found, (await thief.OpenAsync("/account")).Status);
    }

    [Fact]
    public async Task FiveWrongPasswords_LockThePerson_AndUnknownPeopleGetTheSameSentence()
    {
        await using var service = await AccessServer.StartAsync();
        (await service.FirstAdministratorAsync(Ada, Password)).Dispose();
        using var browser = service.Browser();
        var unknown = await browser.SignInAsync("eve@example.com", "wrong");
        for (var i = 0; i < 5; i++)
        {
            Assert.Equal(HttpStatusCode.OK, (await browser.SignInAsync(Ada, "wrong")).Status);
        }

        var locked = await browser.SignInAsync(Ada, Password);

        Assert.Equal(HttpStatusCode.OK, locked.Status);
        Assert.Contains("The address or the password is wrong", locked.Text);
        Assert.Contains("The address or the password is wrong", unknown.Text);
    }

    [Fact]
    public async Task EleventhTryInAMinute_IsRefusedBeforeThePasswordIsLookedAt()
    {
        await using var service = await AccessServer.StartAsync();
        using var browser = service.Browser();
        await browser.OpenAsync("/sign-in");
        for (var i = 0; i < 10; i++)
        {
            await browser.PostAsync("/sign-in", ("_handler", "password"), ("Email", Ada), ("Password", "wrong"));
        }

        var refused = await browser.PostAsync("/sign-in", ("_handler", "password"), ("Email", Ada), ("Password", "wrong"));

        Assert.Equal(HttpStatusCode.TooManyRequests, refused.Status);
    }

    [Fact]
    public async Task Invited_ChoosesAPassword_AndWhenDisabledIsOutAtOnce()
    {
        await using var service = await AccessServer.StartAsync();
        (await service.FirstAdministratorAsync(Ada, Password)).Dispose();
        var admin = Actor.OnMachine("test");
        var roles = ImmutableDictionary<string, OrgRole>.Empty.Add(PersonRole.EveryOrg, OrgRole.Viewer);
        var invited = await service.Access.People.InviteAsync(
            admin,
            new NewPerson("bo@example.com", "Bo", false, roles),
            AccessServer.Now,
            Cancellation
        );
        var link = $"/link?token={Assert.IsType<AccessOutcome<string>.Done>(invited).Value}";
        using var browser = service.Browser();
        await browser.OpenAsync(link);

        await browser.PostAsync(link, ("_handler", "link"), ("Password", "a quiet harbour at six"));

        Assert.Equal(HttpStatusCode.OK, (await browser.OpenAsync("/account")).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await browser.OpenAsync("/preferences")).Status);
        using var again = service.Browser();
        Assert.Contains("This link is over", (await again.OpenAsync(link)).Text);
        var bo = (await service.Access.People.ListAsync(admin, AccessServer.Now, Cancellation)).Single(person => person.FullName == "Bo");
        await service.Access.People.ChangeAsync(admin, bo.Id, new PersonChange(false, IsDisabled: true, roles), AccessServer.Now, Cancellation);
        Assert.Equal(HttpStatusCode.Found, (await browser.OpenAsync("/account")).Status);
        Assert.Contains("is wrong", (await again.SignInAsync("bo@example.com", "a quiet harbour at six")).Text);
    }

    [Fact]
    public async Task LastInstallationAdministrator_Stays()
    {
        await using var service = await AccessServer.StartAsync();
        (await service.FirstAdministratorAsync(Ada, Password)).Dispose();
        var admin = Actor.OnMachine("test");
        var ada = Assert.Single(await service.Access.People.ListAsync(admin, AccessServer.Now, Cancellation));

        var refused = await service.Access.People.ChangeAsync(
            admin,
            ada.Id,
            new PersonChange(false, false, ada.Roles),
            AccessServer.Now,
            Cancellation
        );

        Assert.Contains("Somebody must look after people", Assert.IsType<AccessOutcome<Person>.Refused>(refused).Reasons[0]);
    }

    [Theory]
    [InlineData("https://evil.example", HttpStatusCode.Forbidden)]
    [InlineData(null, HttpStatusCode.OK)]
    public async Task Demo_IsOpenToThisMachine_AndNotToPagesElsewhere(string? origin, HttpStatusCode expected)
    {
        await using var service = await AccessServer.StartAsync(letsGuestsIn: true);
        using var http = new HttpClient { BaseAddress = service.Server.Addresses[0] };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/_blazor/negotiate?negotiateVersion=1");
        if (origin is not null)
        {
            request.Headers.Add("Origin", origin);
        }

        Assert.Equal(HttpStatusCode.OK, (await http.GetAsync("/account", Cancellation)).StatusCode);
        Assert.Equal(expected, (await http.SendAsync(request, Cancellation)).StatusCode);
        using var forwarded = new HttpRequestMessage(HttpMethod.Get, "/account");
        forwarded.Headers.Add("X-Forwarded-For", "203.0.113.7");
        Assert.Equal(HttpStatusCode.Forbidden, (await http.SendAsync(forwarded, Cancellation)).StatusCode);
    }
}
