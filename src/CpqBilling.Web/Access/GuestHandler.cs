using System.Text.Encodings.Web;
using CpqBilling.Engine.Application.Access;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CpqBilling.Web.Access;

/// <summary>In the demo, whoever sits at the machine is let in without signing in; nobody else is.</summary>
internal sealed class GuestHandler(IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logs, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logs, encoder)
{
    private const string Refusal =
        "The demo answers to the machine it runs on only. Open a tunnel to it, for example: ssh -L 5000:localhost:5000 HOST\n";
    private static readonly Actor Guest = Actor.OnMachine("demo");

    protected override Task<AuthenticateResult> HandleAuthenticateAsync() =>
        Task.FromResult(
            Caller.IsThisMachine(Context)
                ? AuthenticateResult.Success(new AuthenticationTicket(ActorClaims.Principal(Guest, Scheme.Name), Scheme.Name))
                : AuthenticateResult.NoResult()
        );

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Response.WriteAsync(Refusal, Context.RequestAborted);
    }
}
