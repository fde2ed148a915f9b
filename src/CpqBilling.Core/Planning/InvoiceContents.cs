using System.Security.Cryptography;
using System.Text;
using CpqBilling.Core.Mapping;
using CpqBilling.Core.Pricing;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Planning;

/// <summary>Tells apart what one invoice may be made of: a draft that was begun for other lines, amounts or coupons is left a draft, and another is made.</summary>
/// <remarks>Without it a draft left by a refusal, once its order was corrected, would hold items of both states. Ids that Stripe gave meanwhile do not count.</remarks>
internal static class InvoiceContents
{
    public static string Of(PlannedInvoice planned, FieldMapper mapper)
    {
        var lines = planned.Lines.Select(line => Text(line, mapper)).Concat(planned.Discounts.Select(Text));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))))[..16];
    }

    private static string Text(PlannedInvoiceLine line, FieldMapper mapper)
    {
        var shape = line.Like.Shape;
        var tiers = (shape.Tiers.IsDefault ? [] : shape.Tiers).Select(Text);
        var mapped = StripeJson.Write(mapper.Apply(MappedObject.Item, line.Line.Record).Value!);
        var coupons = line.Coupons.Select(Text);
        return $"{line.Line.Id}|{line.Quantity}|{line.Unit}|{shape.UnitAmount}|{string.Join(',', tiers)}|{string.Join(',', coupons)}|{mapped}";
    }

    private static string Text(PriceTier tier) => $"{tier.UpTo}:{tier.UnitAmount}:{tier.FlatAmount}";

    private static string Text(CouponSpec coupon) =>
        $"{coupon.Ref.Id}:{coupon.AmountOff}:{coupon.PercentOff}:{coupon.Duration}:{coupon.DurationInMonths}:{StripeJson.Write(coupon.Body)}";
}
