using System.IO.Compression;
using System.Security;
using System.Text;
using System.Xml.Linq;

namespace CpqBilling.Sandbox.Salesforce.Tests;

/// <summary>Deployments of the Metadata API as a client sends them: a zip in a SOAP call.</summary>
public sealed class DeploymentTests
{
    private const string Field = "<fields><fullName>Region__c</fullName><label>Region</label><length>40</length><type>Text</type></fields>";

    private const string SetOfRegion =
        "<PermissionSet xmlns=\"http://soap.sforce.com/2006/04/metadata\"><label>Readers</label><fieldPermissions><editable>false</editable>"
        + "<field>Account.Region__c</field><readable>true</readable></fieldPermissions></PermissionSet>";

    private static readonly (string, string) Account = ("objects/Account.object", Object(Field));
    private static readonly (string, string) Readers = ("permissionsets/Readers.permissionset", SetOfRegion);

    [Fact]
    public async Task Field_JoinsTheObjectAndKeepsTheRecords()
    {
        await using var org = await TestOrg.StartAsync();
        await org.CreateAsync("Account", """{"Name":"Before"}""");
        Assert.Equal("Succeeded 1 of 1", await DeployAsync(org, "CustomField:Account.Region__c", Account));
        var id = await org.CreateAsync("Account", """{"Name":"After","Region__c":"North"}""");
        Assert.Equal("null,North", await org.ColumnAsync("SELECT Region__c FROM Account ORDER BY Name DESC", "Region__c"));
        Assert.Equal(
            "Succeeded 1 of 1",
            await DeployAsync(org, "CustomField:Account.Region__c", ("objects/Account.object", Object(Field.Replace("40", "10"))))
        );
        Assert.Equal("North", await org.ColumnAsync($"SELECT Region__c FROM Account WHERE Id = '{id}'", "Region__c"));
        var (status, error) = await org.SendAsync("PATCH", "sobjects/Account/" + id, """{"Region__c":"longer than ten"}""");
        Assert.Equal("400 STRING_TOO_LONG", $"{status} {error![0]!["errorCode"]}");
    }

    [Fact]
    public async Task ReferenceToNothing_RefusesTheWholeDeployment()
    {
        await using var org = await TestOrg.StartAsync();
        var wrong = ("permissionsets/Readers.permissionset", SetOfRegion.Replace("Region__c", "Nowhere__c", StringComparison.Ordinal));
        Assert.Equal(
            "Failed 0 of 2: PermissionSet Readers In field: field - no CustomField named Account.Nowhere__c found",
            await DeployAsync(org, "CustomField:Account.Region__c,PermissionSet:Readers", Account, wrong)
        );
        Assert.StartsWith("INVALID_FIELD", await org.QueryErrorAsync("SELECT Region__c FROM Account"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task IgnoringErrors_TakesWhatIsRight()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(
            "SucceededPartial 1 of 2: Layout Account-None An object 'Account-None' of type Layout was named in package.xml, but was not found in zipped directory",
            await DeployAsync(org, "CustomField:Account.Region__c,Layout:Account-None", "<rollbackOnError>false</rollbackOnError>", Account)
        );
        Assert.Equal("0", (await org.QueryAsync("SELECT COUNT() FROM Account WHERE Region__c = 'x'"))["totalSize"]!.ToString());
    }

    [Fact]
    public async Task CheckOnly_ChangesNothing()
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Equal(
            "Succeeded 2 of 2",
            await DeployAsync(org, "CustomField:Account.Region__c,PermissionSet:Readers", "<checkOnly>true</checkOnly>", Account, Readers)
        );
        Assert.StartsWith("INVALID_FIELD", await org.QueryErrorAsync("SELECT Region__c FROM Account"), StringComparison.Ordinal);
        Assert.Equal("0", (await org.QueryAsync("SELECT COUNT() FROM PermissionSet WHERE Name = 'Readers'"))["totalSize"]!.ToString());
    }

    [Theory]
    [InlineData("CustomField:Account.Region__c", "objects/Account.object", "<CustomObject><fields>", "Error parsing file")]
    [InlineData("Bot:Helper", "bots/Helper.bot", "<Bot/>", "The sandbox does not take components of type Bot.")]
    [InlineData("Layout:Account-A", "layouts/Account-A.layout", "<Flow/>", "The file holds Flow, not Layout.")]
    public async Task WhatCannotBeRead_IsRefusedByName(string members, string file, string content, string problem)
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Contains(problem, await DeployAsync(org, members, (file, content)), StringComparison.Ordinal);
    }

    [Fact]
    public async Task DeployedFields_OutliveARestart()
    {
        var file = Path.Combine(Path.GetTempPath(), $"deployed-{Guid.NewGuid():N}.db");
        try
        {
            var options = new SalesforceSandboxOptions { DatabaseFile = file };
            await using (var org = await TestOrg.StartAsync(options))
            {
                await DeployAsync(org, "CustomField:Account.Region__c,PermissionSet:Readers", Account, Readers);
                await org.CreateAsync("Account", """{"Name":"After","Region__c":"North"}""");
            }
            await using var again = await TestOrg.StartAsync(options);
            Assert.Equal("North", await again.ColumnAsync("SELECT Region__c FROM Account", "Region__c"));
            Assert.Equal("Account.Region__c", await again.ColumnAsync("SELECT Field FROM FieldPermissions WHERE Parent.Name = 'Readers'", "Field"));
        }
        finally
        {
            foreach (var left in Directory.EnumerateFiles(Path.GetTempPath(), Path.GetFileName(file) + "*"))
                File.Delete(left);
        }
    }

    [Theory]
    [InlineData("<retrieve/>", "The sandbox does not offer the call retrieve of the Metadata API.")]
    [InlineData("<deploy><DeployOptions><testLevel>RunSpecifiedTests</testLevel></DeployOptions></deploy>", "The sandbox runs no Apex")]
    public async Task WhatTheSandboxCannotDo_IsSaid(string call, string reason)
    {
        await using var org = await TestOrg.StartAsync();
        Assert.Contains(reason, (await SoapAsync(org, call)).ToString(), StringComparison.Ordinal);
    }

    private static string Object(string content) => $"<CustomObject xmlns=\"http://soap.sforce.com/2006/04/metadata\">{content}</CustomObject>";

    private static Task<string> DeployAsync(TestOrg org, string members, params (string Path, string Text)[] files) =>
        DeployAsync(org, members, "", files);

    /// <summary>"Status deployed of total: first problem".</summary>
    private static async Task<string> DeployAsync(TestOrg org, string members, string options, params (string Path, string Text)[] files)
    {
        var types = members
            .Split(',')
            .Select(member => member.Split(':'))
            .Select(m => $"<types><members>{SecurityElement.Escape(m[1])}</members><name>{m[0]}</name></types>");
        var manifest = $"<Package xmlns=\"http://soap.sforce.com/2006/04/metadata\">{string.Concat(types)}<version>65.0</version></Package>";
        using var zip = new MemoryStream();
        using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
            foreach (var (path, text) in files.Append(("package.xml", manifest)))
            {
                await using var writer = new StreamWriter(archive.CreateEntry(path).Open());
                await writer.WriteAsync(text);
            }
        var accepted = await SoapAsync(
            org,
            $"<deploy><ZipFile>{Convert.ToBase64String(zip.ToArray())}</ZipFile><DeployOptions>{options}</DeployOptions></deploy>"
        );
        var status = await SoapAsync(
            org,
            $"<checkDeployStatus><asyncProcessId>{Text(accepted, "id")}</asyncProcessId><includeDetails>true</includeDetails></checkDeployStatus>"
        );
        var problem = status.Descendants().FirstOrDefault(element => element.Name.LocalName == "componentFailures");
        var counts = $"{Text(status, "status")} {Text(status, "numberComponentsDeployed")} of {Text(status, "numberComponentsTotal")}";
        return problem is null ? counts : $"{counts}: {Text(problem, "componentType")} {Text(problem, "fullName")} {Text(problem, "problem")}";
    }

    private static string? Text(XElement xml, string name) => xml.Descendants().FirstOrDefault(element => element.Name.LocalName == name)?.Value;

    private static async Task<XElement> SoapAsync(TestOrg org, string call)
    {
        var inner = XElement.Parse(call);
        foreach (var element in inner.DescendantsAndSelf())
            element.Name = XName.Get(element.Name.LocalName, "http://soap.sforce.com/2006/04/metadata");
        var body =
            "<soapenv:Envelope xmlns:soapenv=\"http://schemas.xmlsoap.org/soap/envelope/\"><soapenv:Header><SessionHeader><sessionId>"
            + $"{org.Token}</sessionId></SessionHeader></soapenv:Header><soapenv:Body>{inner}</soapenv:Body></soapenv:Envelope>";
        using var content = new StringContent(body, Encoding.UTF8, "text/xml");
        using var response = await org.Http.PostAsync("/services/Soap/m/65.0", content);
        return XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
    }
}
