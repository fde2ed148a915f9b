using Xunit;

namespace CpqBilling.Cli.Tests;

/// <summary>Tests of what a process has only once: they run when no other test of this project does.</summary>
[CollectionDefinition(nameof(AloneInTheProcess), DisableParallelization = true)]
public sealed class AloneInTheProcess;
