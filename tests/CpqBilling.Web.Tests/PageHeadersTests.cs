using CpqBilling.Web.Hosting;
using Microsoft.AspNetCore.Http;
using Xunit;

namespace CpqBilling.Web.Tests;

/// <summary>What browsers are told about every answer.</summary>
public sealed class PageHeadersTests
{
    [Theory]
    // A file that somebody uploaded is never run as what it looks like.
    [InlineData("X-Content-Type-Options", "nosniff")]
    [InlineData("Referrer-Policy", "same-origin")]
    [InlineData("Cross-Origin-Opener-Policy", "same-origin")]
    [InlineData("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()")]
    public async Task EveryAnswer_HasIt(string header, string value)
    {
        var context = new DefaultHttpContext();
        await PageHeaders.AddAsync(context, _ => Task.CompletedTask);
        Assert.Equal(value, context.Response.Headers[header]);
    }

    [Theory]
    [InlineData("default-src 'none'")]
    [InlineData("frame-ancestors 'none'")]
    [InlineData("script-src 'self';")]
    public async Task Pages_LoadWhatIsOursOnly(string rule)
    {
        var context = new DefaultHttpContext();
        await PageHeaders.AddAsync(context, _ => Task.CompletedTask);
        Assert.Contains(rule, context.Response.Headers.ContentSecurityPolicy.ToString());
    }
}
