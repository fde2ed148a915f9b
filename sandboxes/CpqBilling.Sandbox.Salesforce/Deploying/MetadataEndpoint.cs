using System.Text;
using System.Xml;
using System.Xml.Linq;
using CpqBilling.Sandbox.Salesforce.Auth;
using CpqBilling.Sandbox.Salesforce.Http;
using CpqBilling.Sandbox.Salesforce.Org;
using CpqBilling.Sandbox.Salesforce.Schema;
using Microsoft.AspNetCore.Http;

namespace CpqBilling.Sandbox.Salesforce.Deploying;

/// <summary>The Metadata API over SOAP, as far as a deployment needs it: <c>deploy</c>, <c>checkDeployStatus</c> and <c>listMetadata</c>. Other calls are refused by name.</summary>
internal sealed class MetadataEndpoint(Deployments deployments, Tokens tokens)
{
    private static readonly XNamespace Ns = PackageField.Ns;
    private static readonly XNamespace Soap = "http://schemas.xmlsoap.org/soap/envelope/";

    public async Task HandleAsync(HttpContext context)
    {
        try
        {
            var envelope = XDocument.Parse(RequestState.Of(context).Body).Root!;
            var session = envelope.Descendants().FirstOrDefault(element => element.Name.LocalName == "sessionId")?.Value;
            var user =
                tokens.UserOf(session)
                ?? throw new MetadataFault("INVALID_SESSION_ID", "Invalid Session ID found in SessionHeader: Session not found");
            var call =
                envelope.Element(Soap + "Body")?.Elements().FirstOrDefault() ?? throw new MetadataFault("UNKNOWN_EXCEPTION", "The body is empty.");
            await WriteAsync(context, 200, new XElement(Ns + (call.Name.LocalName + "Response"), Answer(call, user)));
        }
        catch (MetadataFault fault)
        {
            await WriteAsync(context, 500, Fault(fault.Code, fault.Message));
        }
        catch (Exception error) when (error is FormatException or XmlException or InvalidDataException)
        {
            await WriteAsync(context, 500, Fault("INVALID_PACKAGE", error.Message));
        }
    }

    private IEnumerable<XElement> Answer(XElement call, OrgUser user) =>
        call.Name.LocalName switch
        {
            "deploy" => [DeployAnswer.Accepted(Deploy(call, user))],
            "checkDeployStatus" => [DeployAnswer.Status(Known(Value(call, "asyncProcessId")), Value(call, "includeDetails") == "true")],
            "listMetadata" => List(call),
            var other => throw new MetadataFault("UNSUPPORTED_API_VERSION", $"The sandbox does not offer the call {other} of the Metadata API."),
        };

    private Deployment Deploy(XElement call, OrgUser user)
    {
        var options = call.Element(Ns + "DeployOptions");
        if (options?.Elements(Ns + "runTests").Any() == true || Value(options, "testLevel") is "RunSpecifiedTests")
            throw new MetadataFault("INVALID_OPERATION", "The sandbox runs no Apex, so no tests can be asked of it.");
        return deployments.Deploy(
            MetadataArchive.Open(Convert.FromBase64String(Value(call, "ZipFile") ?? "")),
            new DeployOptions(Value(options, "checkOnly") == "true", Value(options, "rollbackOnError") != "false", Value(options, "testLevel") ?? ""),
            user
        );
    }

    private Deployment Known(string? id) => deployments.Find(id ?? "") ?? throw new MetadataFault("INVALID_ID_FIELD", $"invalid id {id}");

    private IEnumerable<XElement> List(XElement call)
    {
        var types = call.Elements(Ns + "queries").Select(query => Value(query, "type")).ToHashSet();
        return deployments
            .Components.Where(component => types.Contains(component.Type))
            .Select(component => new XElement(
                Ns + "result",
                new XElement(Ns + "fullName", component.FullName),
                new XElement(Ns + "type", component.Type)
            ));
    }

    private static string? Value(XElement? parent, string name) => parent?.Element(Ns + name)?.Value.Trim();

    private static XElement Fault(string code, string message) =>
        new(Soap + "Fault", new XElement("faultcode", $"sf:{code}"), new XElement("faultstring", $"{code}: {message}"));

    private static Task WriteAsync(HttpContext context, int status, XElement content)
    {
        context.Response.StatusCode = status;
        var envelope = new XElement(
            Soap + "Envelope",
            new XAttribute(XNamespace.Xmlns + "soapenv", Soap.NamespaceName),
            new XElement(Soap + "Body", content)
        );
        return HttpBodies.WriteAsync(
            context,
            Encoding.UTF8.GetBytes("""<?xml version="1.0" encoding="UTF-8"?>""" + envelope.ToString(SaveOptions.DisableFormatting)),
            "text/xml; charset=utf-8"
        );
    }
}
