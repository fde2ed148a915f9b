namespace CpqBilling.Engine.Application.Access;

/// <summary>Somebody asked for what they may not do.</summary>
public sealed class NotPermittedException(Permission permission) : Exception($"This needs the permission to {Words(permission)}.")
{
    public Permission Permission => permission;

    private static string Words(Permission permission) =>
        permission switch
        {
            Permission.View => "look at this org",
            Permission.Operate => "sync and repair in this org",
            Permission.Administer => "change connections, mapping and preferences of this org",
            _ => "look after people, keys and the installation",
        };
}
