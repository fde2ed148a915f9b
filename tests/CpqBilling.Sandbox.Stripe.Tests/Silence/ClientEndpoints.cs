using System.Net;
using System.Reflection;
using System.Text;
using Stripe;

namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

/// <summary>One call of the pinned client: where it goes, and the class of its options.</summary>
internal sealed record ClientEndpoint(string Method, string Path, Type Options);

/// <summary>Every call that the pinned client has, found by making each of them into nothing and noting where it went.</summary>
internal static class ClientEndpoints
{
    public static IReadOnlyList<ClientEndpoint> All()
    {
        using var listener = new Listener();
        using var http = new HttpClient(listener);
        var client = new StripeClient(
            new StripeClientOptions
            {
                ApiKey = "sk_test_nobody",
                ApiBase = "http://127.0.0.1:9",
                HttpClient = new SystemNetHttpClient(http, maxNetworkRetries: 0),
            }
        );
        return [.. Services(client.V1).SelectMany(service => Calls(service, listener)).DistinctBy(call => (call.Method, call.Path))];
    }

    private static IEnumerable<object> Services(object owner)
    {
        foreach (
            var property in owner
                .GetType()
                .GetProperties()
                .Where(property => property.PropertyType.Name.EndsWith("Service", StringComparison.Ordinal))
        )
        {
            if (property.GetIndexParameters().Length == 0 && property.GetValue(owner) is { } service)
            {
                yield return service;
                foreach (var inner in Services(service))
                {
                    yield return inner;
                }
            }
        }
    }

    private static IEnumerable<ClientEndpoint> Calls(object service, Listener listener)
    {
        foreach (var method in service.GetType().GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
        {
            var parameters = method.GetParameters();
            var options = Array.Find(parameters, parameter => typeof(BaseOptions).IsAssignableFrom(parameter.ParameterType))?.ParameterType;
            if (
                options is null
                || method.IsGenericMethod
                || method.Name.EndsWith("Async", StringComparison.Ordinal)
                || method.Name.Contains("AutoPaging")
            )
            {
                continue;
            }

            listener.Seen = null;
            try
            {
                method.Invoke(service, [.. parameters.Select((parameter, index) => Argument(parameter, options, index))]);
            }
            catch (TargetInvocationException)
            {
                // What was answered does not matter; where the request went was noted before.
            }

            if (listener.Seen is { } seen)
            {
                yield return new ClientEndpoint(seen.Method, seen.Path, options);
            }
        }
    }

    private static object? Argument(ParameterInfo parameter, Type options, int index) =>
        parameter.ParameterType == typeof(string) ? $"ID{index}"
        : parameter.ParameterType == options ? Activator.CreateInstance(options)
        : null;

    private sealed class Listener : HttpMessageHandler
    {
        public (string Method, string Path)? Seen { get; set; }

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            Seen = (request.Method.Method, request.RequestUri!.AbsolutePath);
            return Task.FromResult(
                new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent("{}", Encoding.UTF8, "application/json") }
            );
        }
    }
}
