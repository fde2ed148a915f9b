using System.Collections.Frozen;

namespace CpqBilling.Cli.Grammar;

/// <summary>Each script asks the program itself what may follow: <c>cpqbilling "[suggest:POSITION]" "LINE"</c> answers one word a line.</summary>
internal static class CompletionScripts
{
    private const string Bash = """
        # eval "$(cpqbilling completion bash)", for example in ~/.bashrc
        _cpqbilling() {
          local IFS=$'\n'
          COMPREPLY=($(compgen -W "$("${COMP_WORDS[0]}" "[suggest:$COMP_POINT]" "$COMP_LINE" 2>/dev/null)" -- "${COMP_WORDS[COMP_CWORD]}"))
        }
        complete -o default -F _cpqbilling cpqbilling

        """;

    private const string Zsh = """
        # eval "$(cpqbilling completion zsh)", for example in ~/.zshrc, after compinit
        _cpqbilling() {
          local -a words_that_fit
          words_that_fit=("${(@f)$("${words[1]}" "[suggest:$CURSOR]" "$BUFFER" 2>/dev/null)}")
          compadd -a words_that_fit || _files
        }
        compdef _cpqbilling cpqbilling

        """;

    private const string Fish = """
        # cpqbilling completion fish > ~/.config/fish/completions/cpqbilling.fish
        complete -c cpqbilling -a '(cpqbilling "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp | string collect) 2>/dev/null)'

        """;

    private const string PowerShell = """
        # cpqbilling completion powershell | Out-String | Invoke-Expression, for example in $PROFILE
        Register-ArgumentCompleter -Native -CommandName cpqbilling -ScriptBlock {
          param($word, $line, $position)
          cpqbilling "[suggest:$position]" "$line" 2>$null | ForEach-Object {
            [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
          }
        }

        """;

    public static FrozenDictionary<string, string> All { get; } =
        new Dictionary<string, string>
        {
            ["bash"] = Bash,
            ["zsh"] = Zsh,
            ["fish"] = Fish,
            ["powershell"] = PowerShell,
        }.ToFrozenDictionary();
}
