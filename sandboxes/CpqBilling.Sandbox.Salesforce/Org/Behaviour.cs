namespace CpqBilling.Sandbox.Salesforce.Org;

/// <summary>Where behaviour is hung onto records; each part installs its own hooks.</summary>
internal static class Behaviour
{
    public static void Install(SandboxOrg org)
    {
        Standard.StandardFields.Install(org);
        Standard.PriceBookRules.Install(org);
        Cpq.CpqBehaviour.Install(org);
        Standard.CalculatedFields.Install(org);
    }
}
