using System.Text.RegularExpressions;

namespace CpqBilling.RepoTests;

/// <summary>A test that waits a fixed time is slow when it passes and wrong when it fails.</summary>
public sealed partial class WaitTests
{
    [Fact]
    public void Tests_DoNotSleep()
    {
        var sources = Repository.Find(["tests"], ".cs").Where(file => file.Name != nameof(WaitTests) + ".cs").ToList();
        Guard.Looked(sources.Count, 100, "test sources");
        var waiting = sources.Where(source => Wait().IsMatch(CSharpText.CodeOf(source.Text))).Select(source => source.Path).ToList();
        var excused = AllowList.Read("waits-with-reason.txt");
        Guard.Holds(
            "Tests wait for a fact, not for a time: no Thread.Sleep, no Task.Delay with a literal.",
            "CONTRIBUTING.md",
            waiting.Where(path => !excused.Allows(path)).Concat(excused.Outdated(waiting))
        );
    }

    [Theory]
    [InlineData("Thread.Sleep(time);", true)]
    [InlineData("await Task.Delay(300, token);", true)]
    [InlineData("await Task.Delay(TimeSpan.FromSeconds(1));", true)]
    [InlineData("await Task.Delay(Timeout.InfiniteTimeSpan, aborted);", false)]
    [InlineData("// Task.Delay(300)", false)]
    public void Guard_SeesLiteralWaits(string code, bool isNoticed) => Assert.Equal(isNoticed, Wait().IsMatch(CSharpText.CodeOf(code)));

    [GeneratedRegex(@"\bThread\.Sleep\s*\(|\bTask\.Delay\s*\(\s*(\d|TimeSpan\.From\w+\(\s*\d)")]
    private static partial Regex Wait();
}
