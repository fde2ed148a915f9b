using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using CpqBilling.Engine.Installations;
using NodaTime.Text;

namespace CpqBilling.Cli.Grammar;

/// <summary>What values options and arguments take. Anything else is wrong use, told before the command begins.</summary>
internal static class Values
{
    private const int HighestPort = 65535;

    /// <param name="allowsFree">0 takes a free one.</param>
    public static Option<int> AsPort(this Option<int> option, bool allowsFree = true)
    {
        option.Validators.Add(result => CheckNumber(result, option.Name, allowsFree ? 0 : 1, HighestPort));
        return option;
    }

    public static TOption Between<TOption>(this TOption option, int lowest, int highest)
        where TOption : Option
    {
        option.Validators.Add(result => CheckNumber(result, option.Name, lowest, highest));
        return option;
    }

    public static Argument<decimal> NotNegative(this Argument<decimal> argument)
    {
        argument.Validators.Add(result =>
        {
            foreach (var text in Texts(result))
            {
                if (decimal.TryParse(text, NumberStyles.Number, CultureInfo.InvariantCulture, out var number) && number < 0)
                {
                    result.AddError($"{argument.Name} is not below zero, unlike {text}.");
                }
            }
        });
        return argument;
    }

    /// <summary>A folder that is there or can be made.</summary>
    public static Option<string?> AsFolder(this Option<string?> option)
    {
        option.Validators.Add(result => Check(result, text => FolderProblem(option.Name, text)));
        return option;
    }

    /// <summary>A file that is there or can be made.</summary>
    public static Option<string?> AsFile(this Option<string?> option)
    {
        option.Validators.Add(result => Check(result, text => FileProblem(option.Name, text)));
        return option;
    }

    /// <summary>A file to read.</summary>
    public static Argument<T> AsExistingFile<T>(this Argument<T> argument)
    {
        argument.Validators.Add(result => Check(result, MissingFile));
        return argument;
    }

    /// <inheritdoc cref="AsExistingFile{T}(Argument{T})"/>
    /// <param name="allowsInput"><c>-</c> stands for standard input.</param>
    public static Option<string?> AsExistingFile(this Option<string?> option, bool allowsInput = false)
    {
        option.Validators.Add(result => Check(result, text => allowsInput && text == "-" ? null : MissingFile(text)));
        return option;
    }

    public static Option<string> AsDay(this Option<string> option)
    {
        option.Validators.Add(result =>
            Check(result, text => LocalDatePattern.Iso.Parse(text).Success ? null : $"{text} is no day for {option.Name}: write it as 2026-01-31.")
        );
        return option;
    }

    public static Option<T> AsAddress<T>(this Option<T> option)
    {
        option.Validators.Add(result => Check(result, text => AddressProblem(option.Name, text)));
        return option;
    }

    public static Argument<string> AsAddress(this Argument<string> argument)
    {
        argument.Validators.Add(result => Check(result, text => AddressProblem(argument.Name, text)));
        return argument;
    }

    /// <summary>On, off or an address.</summary>
    public static Option<string?> AsEvents(this Option<string?> option)
    {
        option.Validators.Add(result =>
            Check(
                result,
                text =>
                    EventAddress.IsOne(text) ? null : $"{text} is nothing for {option.Name}: write on, off or an address that begins with https://."
            )
        );
        return option;
    }

    private static string? MissingFile(string text) =>
        File.Exists(text) ? null
        : Directory.Exists(text) ? $"{text} is a folder, not a file."
        : $"There is no file {text}.";

    private static string? FolderProblem(string name, string text)
    {
        if (text.Contains("Host=", StringComparison.OrdinalIgnoreCase) || text.Contains("://", StringComparison.Ordinal))
        {
            return $"{text} is no folder: name a database server with --database, and with {name} where files are kept.";
        }

        return text.Contains('\0') ? $"{name} is no name of a folder."
            : FileOnTheWay(text) is { } file ? $"The folder {text} cannot be used: {file} is a file."
            : null;
    }

    private static string? FileProblem(string name, string text) =>
        text.Contains('\0') ? $"{name} is no name of a file."
        : Directory.Exists(text) ? $"{text} is a folder; {name} names a file."
        : Path.GetDirectoryName(Path.GetFullPath(text)) is { } folder && !Directory.Exists(folder) ? $"There is no folder {folder} for {text}."
        : null;

    private static string? FileOnTheWay(string folder)
    {
        for (var part = Path.GetFullPath(folder); part is not null; part = Path.GetDirectoryName(part))
        {
            if (File.Exists(part))
            {
                return part;
            }
        }

        return null;
    }

    private static string? AddressProblem(string name, string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
            ? null
            : $"{text} is no address for {name}: it begins with http:// or https://.";

    /// <summary>A text that is no number at all is told by the parser itself.</summary>
    private static void CheckNumber(SymbolResult result, string name, int lowest, int highest) =>
        Check(
            result,
            text =>
                long.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out var number) && (number < lowest || number > highest)
                    ? $"{name} takes {(highest == int.MaxValue ? $"{lowest} or more" : $"{lowest} to {highest}")}, not {text}."
                    : null
        );

    private static void Check(SymbolResult result, Func<string, string?> problem)
    {
        // What is empty is told once for all symbols (CommandRoot).
        foreach (var text in Texts(result).Where(text => text.Length > 0))
        {
            if (problem(text) is { } wrong)
            {
                result.AddError(wrong);
            }
        }
    }

    private static IEnumerable<string> Texts(SymbolResult result) => result.Tokens.Select(token => token.Value);
}
