using System.Text.Json;
using CpqBilling.Core.Calendar;
using CpqBilling.Core.Errors;
using CpqBilling.Core.Settings;

namespace CpqBilling.Core.Tests.Tables;

/// <summary>Names, values and defaults of settings, as docs/settings.md lists them.</summary>
public sealed class SettingsReaderTests
{
    [Fact]
    public void Defaults_AreThoseOfTheSpecification()
    {
        var settings = Read("{}");
        Assert.Equal(ProrationPrecision.Month, settings.ProrationPrecision);
        Assert.Equal(CreditMode.None, settings.CreditUnusedTime);
        Assert.Equal(FractionalQuantity.Reject, settings.FractionalQuantity);
        Assert.Equal(MixedFrequencies.Reject, settings.MixedBillingFrequencies);
        Assert.Equal(BillingMode.Auto, settings.BillingMode);
        Assert.Equal(EndBehavior.Cancel, settings.EndBehavior);
        Assert.Equal(FirstInvoice.Bill, settings.BackdatedFirstInvoice);
        Assert.Equal(PreExistingContracts.Reject, settings.PreExistingContracts);
        Assert.Equal(ProrationInvoices.Finalize, settings.AutoInvoiceProrations);
        Assert.Equal(DriftRule.Stop, settings.OnDrift);
        Assert.Equal("salesforce_", settings.MetadataPrefix);
        Assert.Equal("cpq_{Product2.ProductCode}", settings.MeterEventName);
        Assert.Equal(DateTimeZone.Utc, settings.BillingTimeZone);
        Assert.True(
            settings
                is {
                    AmendmentsOnAnyDay: true,
                    ProrateShortInitialTerm: true,
                    Coupons: true,
                    UpdateCustomerOnOrderSync: true,
                    UpdateProductOnOrderSync: true
                }
        );
        Assert.True(settings is { RoundPricesToCents: false, TerminationMetadata: false, StatusWriteBack: false });
        Assert.True(settings is { SyncStartDate: null, DefaultCurrency: null, MultiCurrency: null });
        Assert.True(settings is { SyncEnabled: false, AccountSync: true, PollIntervalSeconds: 90, SyncRecordRetention: 10_000 });
        Assert.True(settings is { OrderFilter: "Status = 'Activated'", AccountFilter: null, ProductFilter: null, PricebookEntryFilter: null });
    }

    [Fact]
    public void EverySetting_IsRead()
    {
        var settings = Read(
            """
            {
              "syncStartDate": "2024-06-01", "defaultCurrency": "eur", "prorationPrecision": "calendarMonthly+daily", "amendmentsOnAnyDay": false,
              "creditUnusedTime": "allReductions", "prorateShortInitialTerm": false, "roundPricesToCents": true, "fractionalQuantity": "netAmount",
              "mixedBillingFrequencies": "flexible", "billingMode": "flexible", "endBehavior": "release", "coupons": false,
              "terminationMetadata": true, "updateCustomerOnOrderSync": false, "updateProductOnOrderSync": false,
              "backdatedFirstInvoice": "skip", "preExistingContracts": "migrate", "statusWriteBack": true, "autoInvoiceProrations": "off",
              "metadataPrefix": "salesforce_sandbox_", "billingTimeZone": "Europe/Berlin", "multiCurrency": true, "onDrift": "keep",
              "meterEventName": "usage_{Product2.Id}", "maxPhaseItems": 50,
              "unitPrices": "exact", "exactTotals": false, "arrearsRecurring": "metered",
              "syncEnabled": true, "orderFilter": "Status = 'Draft'", "pollIntervalSeconds": 60, "syncRecordRetention": 10, "accountSync": false,
              "accountFilter": "A = 1", "productFilter": "B = 2", "pricebookEntryFilter": "C = 3"
            }
            """
        );
        Assert.Equal(new LocalDate(2024, 6, 1), settings.SyncStartDate);
        Assert.Equal("eur", settings.DefaultCurrency);
        Assert.Equal(ProrationPrecision.CalendarMonthlyPlusDaily, settings.ProrationPrecision);
        Assert.Equal(CreditMode.AllReductions, settings.CreditUnusedTime);
        Assert.Equal("Europe/Berlin", settings.BillingTimeZone.Id);
        Assert.True(settings is { AmendmentsOnAnyDay: false, ProrateShortInitialTerm: false, RoundPricesToCents: true, Coupons: false });
        Assert.True(settings is { FractionalQuantity: FractionalQuantity.NetAmount, MixedBillingFrequencies: MixedFrequencies.Flexible });
        Assert.True(settings is { BillingMode: BillingMode.Flexible, EndBehavior: EndBehavior.Release, TerminationMetadata: true });
        Assert.True(settings is { UpdateCustomerOnOrderSync: false, UpdateProductOnOrderSync: false, StatusWriteBack: true, MultiCurrency: true });
        Assert.True(settings is { BackdatedFirstInvoice: FirstInvoice.Skip, PreExistingContracts: PreExistingContracts.Migrate });
        Assert.True(settings is { AutoInvoiceProrations: ProrationInvoices.Off, OnDrift: DriftRule.Keep, MaxPhaseItems: 50 });
        Assert.True(settings is { MetadataPrefix: "salesforce_sandbox_", MeterEventName: "usage_{Product2.Id}" });
        Assert.True(settings is { SyncEnabled: true, AccountSync: false, PollIntervalSeconds: 60, SyncRecordRetention: 10 });
        Assert.Equal(
            ("Status = 'Draft'", "A = 1", "B = 2", "C = 3"),
            (settings.OrderFilter, settings.AccountFilter, settings.ProductFilter, settings.PricebookEntryFilter)
        );
    }

    [Fact]
    public void SyncStart_MayBeAMoment()
    {
        var settings = Read("""{ "syncStartDate": "2024-06-01T12:30:00Z" }""");
        Assert.Equal((new LocalDate(2024, 6, 1), Instant.FromUtc(2024, 6, 1, 12, 30)), (settings.SyncStartDate, settings.SyncStartAt));
    }

    [Fact]
    public void BillingFrequencies_AreWordsOfTheOrg()
    {
        var words = Read("""{ "billingFrequencies": { "Bimonthly": 2, "Invoice Plan": "term", "Annual": 6 } }""").BillingFrequencies;
        Assert.Equal(
            (2, null, 6, 3),
            (words.MonthsOf("Bimonthly"), words.MonthsOf("Invoice Plan"), words.MonthsOf("Annual"), words.MonthsOf("Quarterly"))
        );
        Assert.True(words.IsWholeTerm("Invoice Plan"));
        Assert.False(words.IsWholeTerm("Weekly"));
    }

    [Theory]
    [InlineData("month", ProrationPrecision.Month)]
    [InlineData("monthly+daily", ProrationPrecision.MonthlyPlusDaily)]
    [InlineData("day", ProrationPrecision.Day)]
    [InlineData("calendarMonthly+daily", ProrationPrecision.CalendarMonthlyPlusDaily)]
    public void Precisions_HaveCpqsNames(string text, ProrationPrecision precision) =>
        Assert.Equal(precision, Read($$"""{ "prorationPrecision": "{{text}}" }""").ProrationPrecision);

    [Theory]
    [InlineData("prorationPrecision", "\"daily\"")]
    [InlineData("creditUnusedTime", "\"some\"")]
    [InlineData("creditUnusedTime", "\"1\"")]
    [InlineData("creditUnusedTime", "true")]
    [InlineData("coupons", "\"yes\"")]
    [InlineData("defaultCurrency", "\"dollar\"")]
    [InlineData("syncStartDate", "\"2024-13-01\"")]
    [InlineData("billingTimeZone", "\"Mars/Olympus\"")]
    [InlineData("metadataPrefix", "\"\"")]
    [InlineData("meterEventName", "\"\"")]
    [InlineData("unitPrices", "\"rounded\"")]
    [InlineData("exactTotals", "\"false\"")]
    [InlineData("arrearsRecurring", "\"never\"")]
    [InlineData("billingFrequencies", "\"term\"")]
    [InlineData("billingFrequencies", "{ \"Bimonthly\": 0 }")]
    [InlineData("billingFrequencies", "{ \"Bimonthly\": 37 }")]
    [InlineData("billingFrequencies", "{ \"Bimonthly\": 1.5 }")]
    [InlineData("billingFrequencies", "{ \"Bimonthly\": \"two\" }")]
    [InlineData("billingFrequencies", "{ \"\": 2 }")]
    [InlineData("maxPhaseItems", "0")]
    [InlineData("maxPhaseItems", "\"20\"")]
    [InlineData("syncEnabled", "\"on\"")]
    [InlineData("orderFilter", "true")]
    [InlineData("accountFilter", "1")]
    [InlineData("productFilter", "{}")]
    [InlineData("pricebookEntryFilter", "[]")]
    [InlineData("pollIntervalSeconds", "9")]
    [InlineData("pollIntervalSeconds", "3601")]
    [InlineData("pollIntervalSeconds", "\"90\"")]
    [InlineData("accountSync", "0")]
    [InlineData("syncRecordRetention", "0")]
    [InlineData("syncRecordRetention", "1000001")]
    public void ValuesThatAreNotAllowed_AreErrors(string name, string value)
    {
        var read = SettingsReader.Read(JsonDocument.Parse($$"""{ "{{name}}": {{value}} }""").RootElement);
        var error = Assert.Single(read.Errors);
        Assert.Equal(("SYNC-3008", name), (error.Code, error.Field));
        Assert.Equal(new BillingSettings(), read.Value);
    }

    [Theory]
    [InlineData("creditUnusedTimes", "There is no creditUnusedTimes in a configuration; near are creditUnusedTime.")]
    [InlineData("coupon", "There is no coupon in a configuration; near are coupons.")]
    [InlineData("noSuchSetting", "There is no noSuchSetting in a configuration.")]
    public void UnknownNames_AreErrors_WithWhatMayBeMeant(string name, string message)
    {
        var error = Assert.Single(SettingsReader.Read(JsonDocument.Parse($$"""{ "{{name}}": 1 }""").RootElement).Errors);
        Assert.Equal(("SYNC-3012", name, message), (error.Code, error.Field, error.Message));
    }

    /// <summary>A default is told as a file would say it, so it can be read again.</summary>
    [Fact]
    public void Defaults_CanBeWrittenIntoAFile()
    {
        foreach (var setting in SettingTable.All.Where(setting => setting.ValueIn(new BillingSettings()) is not null))
        {
            var json =
                setting.Shape is SettingShape.Choice or SettingShape.Text && setting.Default is not ("true" or "false")
                    ? $"\"{setting.Default}\""
                    : setting.Default;
            Assert.Equal(new BillingSettings(), Read($$"""{ "{{setting.Name}}": {{json}} }"""));
        }
    }

    private static BillingSettings Read(string json)
    {
        var read = SettingsReader.Read(JsonDocument.Parse(json).RootElement);
        Assert.Empty(read.Errors);
        return read.Value!;
    }
}
