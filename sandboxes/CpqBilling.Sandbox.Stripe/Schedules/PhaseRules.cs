namespace CpqBilling.Sandbox.Stripe.Schedules;

/// <summary>What a list of phases must satisfy as a whole.</summary>
internal static class PhaseRules
{
    private const int MostPhases = 10;
    private const int MostYears = 20;

    public static void Check(IReadOnlyList<Phase> phases, long now)
    {
        if (phases.Count(phase => phase.End > now) > MostPhases)
        {
            throw Errors.Refused($"A subscription schedule can have at most {MostPhases} current and future phases.", "phases");
        }

        for (var i = 0; i < phases.Count; i++)
        {
            if (phases[i].End <= phases[i].Start)
            {
                throw Errors.Refused("Phases must end after they start.", $"phases[{i}][end_date]");
            }

            if (i > 0 && phases[i].Start != phases[i - 1].End)
            {
                throw Errors.Refused("Phases must be contiguous: each must start when the one before it ends.", $"phases[{i}][start_date]");
            }
        }

        if (phases.Count > 0 && phases[^1].End > Calendar.Add(phases[0].Start, "year", MostYears))
        {
            throw Errors.Refused($"A subscription schedule can last at most {MostYears} years.", "phases");
        }
    }
}
