using System.Security;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Org;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Http;

/// <summary>The one SOAP call clients with a user name and password make: <c>login</c>.</summary>
internal sealed class SoapLogin(SandboxOrg org, Tokens tokens)
{
    private static readonly XNamespace Partner = "urn:partner.soap.sforce.com";

    public async Task HandleAsync(HttpContext context)
    {
        var state = RequestState.Of(context);
        var origin = AuthEndpoints.Origin(context.Request);
        var login = Login(state.Body);
        if (login is null)
        {
            await WriteAsync(context, 500, Fault("UNKNOWN_EXCEPTION", "Only the login call is supported over SOAP; use the REST API."));
            return;
        }
        var user = org.Users.GetValueOrDefault(login.Element(Partner + "username")?.Value ?? "");
        if (user is null || !Passwords.IsRight(login.Element(Partner + "password")?.Value))
        {
            await WriteAsync(context, 500, Fault("INVALID_LOGIN", "INVALID_LOGIN: Invalid username, password, security token; or user locked out."));
            return;
        }
        await WriteAsync(
            context,
            200,
            $"""
            <loginResponse xmlns="urn:partner.soap.sforce.com"><result><metadataServerUrl>{origin}/services/Soap/m/65.0/{org.Id[
                ..15
            ]}</metadataServerUrl><passwordExpired>false</passwordExpired><sandbox>true</sandbox><serverUrl>{origin}{SecurityElement.Escape(
                state.Path
            )}/{org.Id[..15]}</serverUrl><sessionId>{tokens.IssueAccess(
                user.Username
            )}</sessionId><userId>{user.Id}</userId><userInfo><organizationId>{org.Id}</organizationId><userEmail>{user.Email}</userEmail><userFullName>{user.Name}</userFullName><userId>{user.Id}</userId><userName>{user.Username}</userName></userInfo></result></loginResponse>
            """
        );
    }

    private static XElement? Login(string body)
    {
        try
        {
            return XDocument.Parse(body).Descendants(Partner + "login").FirstOrDefault();
        }
        catch (XmlException)
        {
            return null;
        }
    }

    private static string Fault(string code, string message) =>
        $"<soapenv:Fault><faultcode>sf:{code}</faultcode><faultstring>{message}</faultstring></soapenv:Fault>";

    private static Task WriteAsync(HttpContext context, int status, string body)
    {
        context.Response.StatusCode = status;
        return HttpBodies.WriteAsync(
            context,
            Encoding.UTF8.GetBytes(
                $"""<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/" xmlns:sf="urn:fault.partner.soap.sforce.com"><soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"""
            ),
            "text/xml; charset=utf-8"
        );
    }
}
