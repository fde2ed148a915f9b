using System.Text.Json;
using CpqBilling.Storage.Rows.Outgoing;
using Microsoft.AspNetCore.DataProtection;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Encrypts where destinations are and what signs for them; what was moved to another row does not open.</summary>
internal sealed class DestinationSeal(IDataProtectionProvider protection)
{
    public byte[] Close(string destinationId, DestinationAddress address) =>
        Protector(destinationId).Protect(JsonSerializer.SerializeToUtf8Bytes(address, JsonSerializerOptions.Web));

    public DestinationAddress Open(Destination destination) =>
        JsonSerializer.Deserialize<DestinationAddress>(Protector(destination.Id).Unprotect(destination.Secret), JsonSerializerOptions.Web)!;

    private IDataProtector Protector(string destinationId) => protection.CreateProtector("CpqBilling.Destination", destinationId);
}
