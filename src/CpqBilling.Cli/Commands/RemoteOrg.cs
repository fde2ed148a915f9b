using System.CommandLine;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using CpqBilling.Cli.Composition;
using CpqBilling.Web.Api;

namespace CpqBilling.Cli.Commands;

/// <summary>One org of a service that runs elsewhere, asked through its API with a key.</summary>
internal sealed class RemoteOrg : IDisposable
{
    private static readonly Option<string?> Url = new("--url")
    {
        Description =
            "Address of a running service, to ask it instead of a folder on this machine; with a key of its API (CPQBILLING_API_KEY, --key-file).",
    };
    private static readonly Option<string?> KeyFile = new("--key-file") { Description = "File with the key for --url; - reads standard input." };
    private static readonly SecretInput Key = new("The key of the API", "CPQBILLING_API_KEY", "--key-file");
    private static readonly JsonSerializerOptions AsApi = OfApi();
    private readonly HttpClient _http;
    private readonly string _org;

    private RemoteOrg(HttpClient http, string org)
    {
        _http = http;
        _org = org;
    }

    public static void AddTo(Command command)
    {
        command.Add(Url);
        command.Add(KeyFile);
    }

    /// <summary>Null when the command line names no service.</summary>
    /// <exception cref="CommandException">It does not answer, or the key opens no org or several.</exception>
    public static async Task<RemoteOrg?> FindAsync(ParseResult result, CancellationToken cancellation)
    {
        if (result.GetValue(Url) is not { } text)
        {
            return null;
        }

        var url = OrgOptions.Address(text, "--url");
        if (url.Scheme != "https" && !url.IsLoopback)
        {
            throw new CommandException($"The key would travel to {url.Host} in clear: write https://.");
        }

        var http = new HttpClient { BaseAddress = new Uri(url.GetLeftPart(UriPartial.Authority)), Timeout = TimeSpan.FromMinutes(1) };
        http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", Key.Read(result.GetValue(KeyFile)));
        var orgs = await AskAsync<ApiOrg[]>(http, HttpMethod.Get, "/api/v1/orgs", cancellation);
        var named = result.GetValue(OpenedOrg.Named);
        return orgs.Where(org => named is null || org.Id == named).ToList() switch
        {
            [var org] => new RemoteOrg(http, org.Id),
            [] => throw new CommandException(named is null ? "The key opens no org." : $"The key opens no org {named}."),
            _ => throw new UsageException($"Say which org with --org: {string.Join(", ", orgs.Select(org => $"{org.Id} ({org.Name})"))}."),
        };
    }

    public void Dispose() => _http.Dispose();

    public Task<T> GetAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(_http, HttpMethod.Get, Below(path), cancellation);

    public Task<T> PostAsync<T>(string path, CancellationToken cancellation) => AskAsync<T>(_http, HttpMethod.Post, Below(path), cancellation);

    /// <summary>A list part after part, until it ends or there are enough.</summary>
    /// <param name="path">With a question mark in it.</param>
    public async Task<IReadOnlyList<T>> ListAsync<T>(string path, int atMost, CancellationToken cancellation)
    {
        var all = new List<T>();
        string? next = null;
        do
        {
            var size = Math.Min(ApiPage<T>.Most, atMost - all.Count);
            var page = await GetAsync<ApiPage<T>>(
                $"{path}&limit={size}{(next is null ? "" : $"&cursor={Uri.EscapeDataString(next)}")}",
                cancellation
            );
            all.AddRange(page.Items);
            next = page.Next;
        } while (next is not null && all.Count < atMost);
        return all;
    }

    private string Below(string path) => $"/api/v1/orgs/{_org}/{path}";

    private static async Task<T> AskAsync<T>(HttpClient http, HttpMethod method, string path, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await http.SendAsync(request, cancellation);
            return answer.IsSuccessStatusCode
                ? (await answer.Content.ReadFromJsonAsync<T>(AsApi, cancellation))!
                : throw new CommandException(await RefusalAsync(answer, cancellation));
        }
        catch (HttpRequestException error)
        {
            throw new CommandException($"The service at {http.BaseAddress} does not answer: {error.Message}");
        }
        catch (JsonException)
        {
            throw new CommandException($"What answers at {http.BaseAddress} is no CpqBilling, or one of another version.");
        }
    }

    /// <summary>The problem document in one line.</summary>
    private static async Task<string> RefusalAsync(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var problem = await answer.Content.ReadFromJsonAsync<JsonElement>(cancellation);
        return $"{Text("title")} {Text("detail")}".Trim();

        string Text(string name) =>
            problem.ValueKind == JsonValueKind.Object && problem.TryGetProperty(name, out var text) ? text.ToString() : $"{(int)answer.StatusCode}";
    }

    private static JsonSerializerOptions OfApi()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ApiJson.Configure(options);
        return options;
    }
}
