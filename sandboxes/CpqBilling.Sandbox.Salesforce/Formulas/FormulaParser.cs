using System.Globalization;

namespace CpqBilling.Sandbox.Salesforce.Formulas;

/// <summary>What a formula looks at: the record and, while it is being saved, what it was before.</summary>
internal sealed record FormulaContext(Records.Record Record, Records.RecordChange? Change, Org.SandboxOrg Org);

internal delegate object? Formula(FormulaContext context);

/// <summary>Compiles formula text. Precedence from weak to strong: OR, AND, comparison, text joining and sums, products, powers, signs.</summary>
internal sealed class FormulaParser(string text)
{
    private readonly List<FormulaToken> _tokens = FormulaLexer.Read(text);
    private int _at;

    public Formula Parse()
    {
        var formula = Or();
        return _tokens[_at].Kind == FormulaTokenKind.End ? formula : throw Unexpected();
    }

    private Formula Or()
    {
        var left = And();
        while (Take("||"))
        {
            var (a, b) = (left, And());
            left = context => FormulaValues.IsTrue(a(context)) || FormulaValues.IsTrue(b(context));
        }
        return left;
    }

    private Formula And()
    {
        var left = Comparison();
        while (Take("&&"))
        {
            var (a, b) = (left, Comparison());
            left = context => FormulaValues.IsTrue(a(context)) && FormulaValues.IsTrue(b(context));
        }
        return left;
    }

    private Formula Comparison()
    {
        var left = Sum();
        foreach (var op in (string[])["<>", "!=", "<=", ">=", "==", "=", "<", ">"])
            if (Take(op))
            {
                var right = Sum();
                return context => FormulaValues.Compare(left(context), op, right(context));
            }
        return left;
    }

    private Formula Sum()
    {
        var left = Product();
        while (true)
        {
            var a = left;
            if (Take("&"))
            {
                var b = Product();
                left = context => FormulaValues.Text(a(context)) + FormulaValues.Text(b(context));
            }
            else if (Take("+"))
            {
                var b = Product();
                left = context => FormulaValues.Add(a(context), b(context), 1);
            }
            else if (Take("-"))
            {
                var b = Product();
                left = context => FormulaValues.Add(a(context), b(context), -1);
            }
            else
            {
                return left;
            }
        }
    }

    private Formula Product()
    {
        var left = Power();
        while (true)
        {
            var a = left;
            if (Take("*"))
            {
                var b = Power();
                left = context => FormulaValues.Number(a(context)) * FormulaValues.Number(b(context));
            }
            else if (Take("/"))
            {
                var b = Power();
                left = context => FormulaValues.Number(b(context)) is { } divisor and not 0 ? FormulaValues.Number(a(context)) / divisor : null;
            }
            else
            {
                return left;
            }
        }
    }

    private Formula Power()
    {
        var left = Unary();
        if (!Take("^"))
            return left;
        var right = Power();
        return context => (decimal)Math.Pow((double)(FormulaValues.Number(left(context)) ?? 0), (double)(FormulaValues.Number(right(context)) ?? 0));
    }

    private Formula Unary()
    {
        if (Take("-"))
        {
            var inner = Unary();
            return context => -FormulaValues.Number(inner(context));
        }
        if (Take("!"))
        {
            var inner = Unary();
            return context => !FormulaValues.IsTrue(inner(context));
        }
        return Primary();
    }

    private Formula Primary()
    {
        var token = _tokens[_at++];
        switch (token.Kind)
        {
            case FormulaTokenKind.Text:
                return _ => token.Text;
            case FormulaTokenKind.Number:
                var number = decimal.Parse(token.Text, CultureInfo.InvariantCulture);
                return _ => number;
            case FormulaTokenKind.Symbol when token.Text == "(":
                var inner = Or();
                Expect(")");
                return inner;
            case FormulaTokenKind.Name when Take("("):
                return FormulaFunctions.Bind(token.Text.ToUpperInvariant(), Arguments());
            case FormulaTokenKind.Name:
                return FormulaNames.Bind(token.Text);
            default:
                throw Unexpected();
        }
    }

    /// <summary>Arguments with the name each one is, if it is one: PRIORVALUE and ISCHANGED need the field, not its value.</summary>
    private List<FormulaArgument> Arguments()
    {
        var arguments = new List<FormulaArgument>();
        if (Take(")"))
            return arguments;
        do
        {
            var name = _tokens[_at].Kind == FormulaTokenKind.Name ? _tokens[_at].Text : null;
            arguments.Add(new FormulaArgument(Or(), name));
        } while (Take(","));
        Expect(")");
        return arguments;
    }

    private bool Take(string symbol)
    {
        var taken = _tokens[_at].IsSymbol(symbol);
        _at += taken ? 1 : 0;
        return taken;
    }

    private void Expect(string symbol)
    {
        if (!Take(symbol))
            throw Unexpected();
    }

    private FormatException Unexpected() => new($"Formula not understood: {text}");
}

internal sealed record FormulaArgument(Formula Value, string? Name);
