namespace CpqBilling.Sandbox.Salesforce.Auth;

/// <summary>Everybody in the sandbox has the same password; a security token appended to it is ignored, as behind a trusted address.</summary>
internal static class Passwords
{
    public const string Everybodys = "sandbox-password";

    public static bool IsRight(string? password) => password?.StartsWith(Everybodys, StringComparison.Ordinal) == true;
}
