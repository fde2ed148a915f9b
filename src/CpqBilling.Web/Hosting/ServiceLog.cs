using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace CpqBilling.Web.Hosting;

/// <summary>Where logs go: standard error, readable on a terminal, one line of JSON for each event elsewhere.</summary>
internal static class ServiceLog
{
    /// <param name="configuration">Levels stand below <c>Logging</c>; a changed file changes them while the service runs.</param>
    public static void Configure(ILoggingBuilder logging, IConfiguration configuration)
    {
        logging.ClearProviders();
        logging.SetMinimumLevel(LogLevel.Warning);
        logging.AddFilter("CpqBilling", LogLevel.Information);
        // Each request without a key would be a line.
        logging.AddFilter("CpqBilling.Web.Access", LogLevel.Warning);
        // What these warn of is no news: no server garbage collector, a first tick that counts from the start of the machine, a form without its cookie.
        logging.AddFilter("Orleans.Runtime.Silo", LogLevel.Error);
        logging.AddFilter("Orleans.Runtime.Watchdog", LogLevel.Error);
        logging.AddFilter("Microsoft.AspNetCore.Antiforgery", LogLevel.Error);
        logging.AddConfiguration(configuration.GetSection("Logging"));
        // They tell addresses with all that stands in them, also of links that let somebody in; no level that is asked for changes that.
        logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.Warning);
        if (Console.IsErrorRedirected)
        {
            logging.AddJsonConsole(format => format.UseUtcTimestamp = true);
        }
        else
        {
            logging.AddSimpleConsole(format => format.SingleLine = true);
        }

        logging.Services.Configure<ConsoleLoggerOptions>(options => options.LogToStandardErrorThreshold = LogLevel.Trace);
    }
}
