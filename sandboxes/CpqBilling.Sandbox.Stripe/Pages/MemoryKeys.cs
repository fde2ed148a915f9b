using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace CpqBilling.Sandbox.Stripe.Pages;

/// <summary>Keeps the keys that the web framework insists on in memory: the pages protect nothing, so no key file is left behind.</summary>
internal sealed class MemoryKeys : IXmlRepository
{
    private readonly Lock _gate = new();
    private readonly List<XElement> _elements = [];

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        lock (_gate)
        {
            return [.. _elements];
        }
    }

    public void StoreElement(XElement element, string friendlyName)
    {
        lock (_gate)
        {
            _elements.Add(element);
        }
    }
}
