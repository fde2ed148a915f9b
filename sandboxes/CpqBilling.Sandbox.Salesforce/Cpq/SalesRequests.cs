namespace CpqBilling.Sandbox.Salesforce.Cpq;

/// <summary>How a product is sold.</summary>
public enum ProductKind
{
    /// <summary>For a term, renewed at its end.</summary>
    Renewable,

    /// <summary>Without an end, until cancelled.</summary>
    Evergreen,

    /// <summary>Once.</summary>
    OneTime,
}

/// <summary>The price dimension of a ramp: each segment of this length has a quantity and a price of its own.</summary>
public enum SegmentLength
{
    Year,
    Quarter,
    Month,
    Custom,
}

/// <summary>An account to create.</summary>
public sealed record NewAccount(string Name)
{
    public string? Description { get; init; }
    public string? Phone { get; init; }
    public string? BillingStreet { get; init; }
    public string? BillingCity { get; init; }
    public string? BillingPostalCode { get; init; }
    public string? BillingState { get; init; }
    public string? BillingCountry { get; init; }
    public string? CurrencyIsoCode { get; init; }
}

/// <summary>A product to create, with its entry in the standard price book. Other settings of CPQ have its defaults.</summary>
/// <param name="ListPrice">For one term of the product, or once.</param>
public sealed record NewProduct(string Name, string Code, decimal ListPrice)
{
    public ProductKind Kind { get; init; } = ProductKind.Renewable;

    /// <summary>Monthly, Quarterly, Semiannual or Annual; null leaves it blank.</summary>
    public string? BillingFrequency { get; init; }

    /// <summary>The months the list price is for; null leaves it blank, and CPQ then counts 12.</summary>
    public int? SubscriptionTermMonths { get; init; }

    /// <summary>Advance or Arrears (metered: its charge type is Usage); null leaves it blank.</summary>
    public string? BillingType { get; init; }

    /// <summary>Makes the product a ramp.</summary>
    public SegmentLength? Segments { get; init; }

    /// <summary>Tiers by use.</summary>
    public NewUsageSchedule? Usage { get; init; }

    public string? Description { get; init; }

    /// <summary>The currency of the entry in a multi-currency org.</summary>
    public string? CurrencyIsoCode { get; init; }
}

/// <summary>A consumption schedule: tiers of use with prices.</summary>
/// <param name="Type">Slab (each part at its own tier's price) or Range (all at the price of the tier reached).</param>
public sealed record NewUsageSchedule(string Type, IReadOnlyList<NewRate> Rates)
{
    public int BillingTerm { get; init; } = 12;
    public string BillingTermUnit { get; init; } = "Month";
}

/// <summary>A tier.</summary>
/// <param name="UpperBound">Null is open.</param>
/// <param name="PricingMethod">PerUnit or FlatFee.</param>
public sealed record NewRate(int LowerBound, int? UpperBound, decimal Price, string PricingMethod = "PerUnit");

/// <summary>A quote to create with its lines, as primary quote of an opportunity won.</summary>
/// <param name="TermMonths">Null where <see cref="EndDate"/> says how long.</param>
public sealed record NewQuote(string AccountId, DateOnly StartDate, int? TermMonths, IReadOnlyList<NewLine> Lines)
{
    /// <summary>The last day, included; null leaves it to the term.</summary>
    public DateOnly? EndDate { get; init; }
    public string? PaymentTerms { get; init; } = "Net 30";
    public string? BillingFrequency { get; init; }
    public IReadOnlyList<NewCoupon> Coupons { get; init; } = [];
    public string? CurrencyIsoCode { get; init; }
}

/// <summary>A quote line. Lines of a segmented product become one line for each segment.</summary>
public sealed record NewLine(string ProductId, decimal Quantity = 1)
{
    /// <summary>In per cent of the list price.</summary>
    public decimal? Discount { get; init; }

    /// <summary>Replaces the price book's price.</summary>
    public decimal? ListPrice { get; init; }

    /// <summary>What differs by segment; shorter lists are continued with the line's own quantity and discount. Custom segments need one each, with dates.</summary>
    public IReadOnlyList<NewSegment> Segments { get; init; } = [];

    public IReadOnlyList<NewCoupon> Coupons { get; init; } = [];

    /// <summary>The position, from 0, of the line in the same quote that is the bundle this one belongs to.</summary>
    public int? RequiredBy { get; init; }

    /// <summary>Where the line runs shorter than its quote.</summary>
    public DateOnly? StartDate { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly? EndDate { get; init; }
}

/// <summary>One segment of a ramp.</summary>
public sealed record NewSegment(decimal Quantity, decimal? Discount = null)
{
    public DateOnly? StartDate { get; init; }

    /// <summary>The last day, included.</summary>
    public DateOnly? EndDate { get; init; }
    public string? Label { get; init; }
}

/// <summary>A coupon on a quote or quote line: exactly one of percent and amount.</summary>
public sealed record NewCoupon(string Name)
{
    public decimal? PercentOff { get; init; }
    public decimal? AmountOff { get; init; }

    /// <summary>once, repeating or forever.</summary>
    public string Duration { get; init; } = "once";
    public int? DurationInMonths { get; init; }
    public int? MaxRedemptions { get; init; }
}

/// <summary>The new total of a product on a contract; 0 cancels it.</summary>
/// <param name="SegmentIndex">Only that segment of a ramp, counted from 1 over the segments that the amendment offers; null is all of them.</param>
public sealed record NewQuantity(string ProductId, decimal Quantity, int? SegmentIndex = null);

/// <summary>A line of an activated order, by the names people use.</summary>
/// <param name="ProductCode">Empty when the product has none.</param>
public sealed record SoldLine(string OrderId, string Customer, string ProductId, string ProductCode);
