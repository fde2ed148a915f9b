namespace CpqBilling.Sandbox.Stripe.Tests.Silence;

internal enum Outcome
{
    /// <summary>The answer, or what happened in the account, differs by the parameter.</summary>
    Seen,

    /// <summary>The sandbox says that it does not keep or know the parameter.</summary>
    Unkept,

    /// <summary>Every value was refused with the parameter's name.</summary>
    RefusedByName,

    /// <summary>Accepted, and nothing differs: dropped.</summary>
    Silent,

    /// <summary>No value came so far as to be accepted or refused by name, so nothing is known.</summary>
    Unknown,
}

internal sealed record Verdict(Recipe Recipe, ClientParameter Parameter, Outcome Outcome, string Detail)
{
    public string Name => $"{Recipe.Name} {Parameter.Path}";

    public override string ToString() => $"{Outcome} {Name} ({Detail})";
}

/// <summary>Tries the values of one parameter in one call, each against the same call without it.</summary>
internal sealed class Trial(Observer observer, Recipe recipe, ClientParameter parameter)
{
    private const int MostCompanions = 6;

    private readonly Dictionary<string, string> _accepted = [];
    private string _refusal = "no value";
    private bool _isNamed;

    public async Task<Verdict> RunAsync()
    {
        try
        {
            return await TryAllAsync();
        }
        catch (Exception defect) when (defect is not OperationCanceledException)
        {
            return new Verdict(recipe, parameter, Outcome.Unknown, defect.ToString());
        }
    }

    private async Task<Verdict> TryAllAsync()
    {
        foreach (var value in Values.Of(parameter))
        {
            if (await TryAsync(value) is { } outcome)
            {
                return new Verdict(recipe, parameter, outcome, value);
            }
        }

        if (_accepted.Count > 0)
        {
            // Without the parameter the call is refused, so two values are held against each other.
            var outcome = _accepted.Values.Distinct().Count() > 1 ? Outcome.Seen : Outcome.Silent;
            return new Verdict(recipe, parameter, outcome, string.Join(" ", _accepted.Keys));
        }

        return new Verdict(recipe, parameter, _isNamed ? Outcome.RefusedByName : Outcome.Unknown, _refusal);
    }

    private async Task<Outcome?> TryAsync(string value)
    {
        var beside = Companions.Beside(recipe, parameter.Path).Without(name => name == parameter.Path);
        value = await observer.PlaceAsync(recipe, beside, value);
        for (var companions = 0; companions <= MostCompanions; companions++)
        {
            var tried = await observer.ObserveAsync(recipe, beside.With(parameter.Path, value), value);
            if (tried.Error is null)
            {
                var control = await observer.ObserveAsync(recipe, beside, value);
                if (control.Error is null ? tried.Seen != control.Seen : Shows(tried.Seen, value))
                {
                    return Outcome.Seen;
                }

                _accepted[value] = tried.Seen;
                return null;
            }

            if (IsUnkept(tried.Error))
            {
                return Outcome.Unkept;
            }

            var param = (string?)tried.Error["param"] ?? "";
            if (param.Length > 0 && param != parameter.Path && !beside.Has(param) && Values.Companion(param) is { } companion)
            {
                beside = beside.With(param, companion);
                continue;
            }

            Note(value, param, (string?)tried.Error["message"] ?? "");
            return null;
        }

        return null;
    }

    private void Note(string value, string param, string message)
    {
        _isNamed |= param.Length > 0 && IsNamedBy(param);
        _refusal = $"{value}: {param}: {message}";
    }

    private bool IsNamedBy(string param) => parameter.Path == param || parameter.Path.StartsWith(param + "[", StringComparison.Ordinal);

    private bool IsUnkept(JsonNode error)
    {
        var message = (string?)error["message"] ?? "";
        return message.Contains("not kept by this sandbox", StringComparison.Ordinal)
            ? IsNamedBy((string?)error["param"] ?? "")
            : message.Contains("unknown parameter", StringComparison.Ordinal) && message[(message.IndexOf(':') + 2)..].Split(", ").Any(IsNamedBy);
    }

    private bool Shows(string seen, string value) =>
        seen.Contains($"\"{value.Trim('{', '}')}\"", StringComparison.Ordinal)
        || seen.Contains($"{parameter.Name}\":{value}", StringComparison.Ordinal)
        || seen.Contains($"{parameter.Name}\":\"{value}", StringComparison.Ordinal);
}
