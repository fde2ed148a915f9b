using CpqBilling.Core.Mapping;
using CpqBilling.Engine.Application.Mappings;

namespace CpqBilling.Web.Parts;

/// <summary>Mapped objects and the states of their fields, in words.</summary>
internal static class MappingWords
{
    public static string Of(string objectKey) =>
        objectKey switch
        {
            MappedObject.Schedule => "schedule",
            MappedObject.Phase => "phase",
            MappedObject.Item => "item",
            MappedObject.Price => "price of a price-book entry",
            MappedObject.PriceOrderItem => "price of a line",
            MappedObject.Subscription => "evergreen subscription",
            _ => objectKey,
        };

    /// <summary>The colour of a state and its word.</summary>
    public static (string Tone, string Word) Of(MappingState state) =>
        state switch
        {
            MappingState.Mapped => ("done", "mapped"),
            MappingState.Unset => ("wait", "mapped, empty here"),
            MappingState.UnknownField => ("need", "not in this org"),
            _ => ("skip", "default"),
        };
}
