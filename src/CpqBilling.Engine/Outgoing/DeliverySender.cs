using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CpqBilling.Engine.Installations;
using CpqBilling.Storage.Outgoing;
using CpqBilling.Storage.Rows.Outgoing;
using MailKit.Net.Smtp;
using MailKit.Security;
using MimeKit;
using NodaTime;

namespace CpqBilling.Engine.Outgoing;

/// <summary>Makes one attempt to hand over a delivery, and says what came of it.</summary>
public sealed class DeliverySender(Installation installation, OutgoingOptions options) : IDisposable
{
    private const int ShownAnswer = 500;
    private readonly DestinationSeal _seal = new(installation.Protection);
    private readonly HttpClient _http = OutgoingHttp.Client(new PermittedAddresses(options.PrivateNetworks));

    public void Dispose() => _http.Dispose();

    public async Task<DeliveryAnswer> SendAsync(Destination destination, Delivery delivery, Instant now, CancellationToken cancellation)
    {
        try
        {
            return destination.Kind == DestinationKind.Email
                ? await MailAsync(destination, delivery, cancellation)
                : await PostAsync(destination, delivery, now, cancellation);
        }
        catch (Exception failure) when (IsOfTheOtherSide(failure) && !cancellation.IsCancellationRequested)
        {
            return new DeliveryAnswer(false, null, failure is OperationCanceledException ? "No answer within 15 seconds." : Short(failure.Message));
        }
    }

    private static bool IsOfTheOtherSide(Exception failure) =>
        failure
            is HttpRequestException
                or OperationCanceledException
                or IOException
                or System.Net.Sockets.SocketException
                or MailKit.CommandException
                or MailKit.ProtocolException
                or AuthenticationException
                or SslHandshakeException;

    private async Task<DeliveryAnswer> PostAsync(Destination destination, Delivery delivery, Instant now, CancellationToken cancellation)
    {
        var (address, secret) = _seal.Open(destination);
        var body =
            destination.Kind == DestinationKind.Slack ? new JsonObject { ["text"] = Escaped(TextOf(delivery)) }.ToJsonString() : delivery.BodyJson;
        using var request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
        request.Headers.UserAgent.ParseAdd("CpqBilling-Webhooks/1");
        foreach (var (name, value) in secret is null ? [] : WebhookSignature.Headers(delivery.Id, now, body, secret))
        {
            request.Headers.Add(name, value);
        }

        using var answer = await _http.SendAsync(request, cancellation);
        var text = Short(await answer.Content.ReadAsStringAsync(cancellation));
        var isRedirect = (int)answer.StatusCode is >= 300 and < 400;
        return new DeliveryAnswer(
            answer.IsSuccessStatusCode,
            (int)answer.StatusCode,
            isRedirect ? "It answered with another address; redirects are not followed." : text,
            IsForGood: answer.StatusCode == HttpStatusCode.Gone
        );
    }

    private async Task<DeliveryAnswer> MailAsync(Destination destination, Delivery delivery, CancellationToken cancellation)
    {
        if (options.Mail is not { } server)
        {
            return new DeliveryAnswer(false, null, "No mail server is known: set smtpHost and smtpFrom.");
        }

        using var message = new MimeMessage { MessageId = $"{delivery.Id}@cpqbilling" };
        message.From.Add(MailboxAddress.Parse(server.From));
        message.To.Add(MailboxAddress.Parse(_seal.Open(destination).Address));
        var text = TextOf(delivery);
        message.Subject = "CpqBilling: " + text.Split(". ")[0].TrimEnd('.').ReplaceLineEndings(" ");
        message.Body = new TextPart("plain") { Text = $"{text}\n\nOrg {delivery.OrgId}, {delivery.CreatedAt}\n" };
        using var client = new SmtpClient { Timeout = 15_000 };
        await client.ConnectAsync(server.Host, server.Port, server.IsPlain ? SecureSocketOptions.None : SecureSocketOptions.Auto, cancellation);
        if (!server.IsPlain && !client.IsSecure)
        {
            return new DeliveryAnswer(false, null, $"{server.Host} offers no TLS; nothing was sent.");
        }

        if (server.User is { } user)
        {
            await client.AuthenticateAsync(user, server.Password ?? "", cancellation);
        }

        var answer = await client.SendAsync(message, cancellation);
        await client.DisconnectAsync(true, cancellation);
        return new DeliveryAnswer(true, null, Short(answer));
    }

    private static string TextOf(Delivery delivery)
    {
        using var body = JsonDocument.Parse(delivery.BodyJson);
        return body.RootElement.GetProperty("text").GetString()!;
    }

    /// <summary>Names of records must not call everybody in a channel, nor hide where a link leads.</summary>
    private static string Escaped(string text) =>
        text.Replace("&", "&amp;", StringComparison.Ordinal)
            .Replace("<", "&lt;", StringComparison.Ordinal)
            .Replace(">", "&gt;", StringComparison.Ordinal);

    private static string Short(string text) => text.Length <= ShownAnswer ? text : text[..ShownAnswer] + "…";
}
