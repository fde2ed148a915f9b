using CpqBilling.Core.Planning;
using CpqBilling.Core.Requests;
using CpqBilling.Core.StripeState;

namespace CpqBilling.Core.Tests.Worlds;

/// <summary>What Stripe would hold after the steps of plans: objects by id, the schedule with its phases.</summary>
internal sealed class StripeHolder
{
    private readonly Dictionary<string, StripeObject> _objects = [];
    private readonly Dictionary<string, string> _meters = [];
    private readonly Dictionary<string, UsageFormula> _formulas = [];
    private readonly Dictionary<string, string> _idOfKey = [];

    /// <summary>Prices that were needed once, by the step that made them.</summary>
    private readonly Dictionary<string, string> _archived = [];
    private int _run;
    private const string OfSchedule = "sub_of_schedule";

    public IReadOnlyDictionary<string, StripeObject> Objects => _objects;

    public void Put(StripeObject known) => _objects[known.Id] = known;

    public void PutMeter(string eventName, string id, UsageFormula? formula = null)
    {
        _meters[eventName] = id;
        if (formula is { } counted)
        {
            _formulas[id] = counted;
        }
    }

    public StripeSnapshot SnapshotAt(Instant now) =>
        new()
        {
            Objects = _objects
                .Values.Select(known =>
                    known switch
                    {
                        ScheduleState schedule => AsOf(Refreshed(schedule), now),
                        SubscriptionState { ScheduleId: { } held } subscription when _objects.GetValueOrDefault(held) is ScheduleState schedule =>
                            Refreshed(AsOf(subscription, schedule, now)),
                        SubscriptionState subscription => Refreshed(subscription),
                        _ => known,
                    }
                )
                .Concat(LetGo(now))
                .ToImmutableDictionary(o => o.Id),
            MetersByEventName = _meters.ToImmutableDictionary(),
            MeterFormulas = _formulas.ToImmutableDictionary(),
            FormerIds = _archived.ToImmutableDictionary(),
        };

    public string IdOf(StripeValue value) =>
        value switch
        {
            StripeRef { Step: var step } when _idOfKey.TryGetValue(step, out var id) => id,
            StripeRef { Step: var step } => $"{_idOfKey[step[..step.LastIndexOf('#')]]}{step[step.LastIndexOf('#')..]}",
            StripeText text => text.Value,
            _ => throw new InvalidOperationException($"{value} is no id"),
        };

    public void Apply(SyncPlan plan, Instant now)
    {
        _run++;
        foreach (var step in plan.Steps)
        {
            if (step.IsCreate)
            {
                Create(step, now);
            }
            else
            {
                Change(step, now);
            }
        }
    }

    /// <summary>What somebody does in Stripe's dashboard, behind our back.</summary>
    public void ChangeQuantity(int phase, int item, long quantity)
    {
        if (_objects.Values.OfType<ScheduleState>().SingleOrDefault() is { } schedule)
        {
            var held = schedule.Phases[phase];
            var changed = held with { Items = held.Items.SetItem(item, held.Items[item] with { Quantity = quantity }) };
            _objects[schedule.Id] = schedule with { Phases = schedule.Phases.SetItem(phase, changed) };
            return;
        }

        var subscription = _objects.Values.OfType<SubscriptionState>().Single();
        _objects[subscription.Id] = subscription with
        {
            Items = subscription.Items.SetItem(item, subscription.Items[item] with { Quantity = quantity }),
        };
    }

    /// <summary>Somebody takes what is charged once out of a phase.</summary>
    public void TakeOneTimeItemsAway(int phase)
    {
        var schedule = _objects.Values.OfType<ScheduleState>().Single();
        _objects[schedule.Id] = schedule with { Phases = schedule.Phases.SetItem(phase, schedule.Phases[phase] with { OneTimeItems = [] }) };
    }

    /// <summary>Somebody puts a schedule of his own on the subscription.</summary>
    /// <param name="isKnown">Whether it can be read: made from the subscription, and told nothing more.</param>
    public void Hold(string scheduleId, bool isKnown)
    {
        var subscription = _objects.Values.OfType<SubscriptionState>().Single();
        if (isKnown)
        {
            var body = new StripeMap().Set("from_subscription", subscription.Id);
            _objects[scheduleId] = BodyReader.Object(scheduleId, "subscription_schedules", body, _objects, subscription.CurrentPeriodStart)!;
        }

        _objects[subscription.Id] = subscription with { ScheduleId = scheduleId };
    }

    private void Create(PlanStep step, Instant now)
    {
        var body = Resolve(step.Body);
        var id = _idOfKey[step.Key] = $"{step.Resource}_{_run}:{step.Key.Replace('/', '~')}";
        if (step.Resource == "billing")
        {
            _meters[((StripeText)body["event_name"]!).Value] = id;
        }
        else if (BodyReader.Object(id, step.Resource, body, _objects, now) is { } made)
        {
            _objects[id] = made;
        }

        if (body["from_subscription"] is StripeText { Value: var subscription })
        {
            _objects[subscription] = (SubscriptionState)_objects[subscription] with { ScheduleId = id };
        }
    }

    private void Change(PlanStep step, Instant now)
    {
        var parts = ResolvePath(step.Path).Split('/');
        var id = _idOfKey[step.Key] = parts[3];
        if (step.Resource == "prices")
        {
            _archived[step.Key[Catalogue.ArchiveKey.Length..]] = id;
        }

        if (_objects.GetValueOrDefault(id) is { } known)
        {
            _objects[id] = parts.Length > 4 ? Acted(known, parts[4]) : BodyReader.Changed(known, step, Resolve(step.Body), _objects, now);
        }
    }

    private static StripeObject Acted(StripeObject known, string action) =>
        (known, action) switch
        {
            (ScheduleState schedule, "cancel") => schedule with { Status = ScheduleStatus.Canceled },
            (ScheduleState schedule, "release") => schedule with
            {
                Status = ScheduleStatus.Released,
                ReleasedSubscriptionId = schedule.SubscriptionId,
            },
            _ => known,
        };

    /// <summary>Time passes: a schedule starts, its phases follow each other, it ends.</summary>
    private static ScheduleState AsOf(ScheduleState schedule, Instant now)
    {
        if (schedule.Status is ScheduleStatus.Canceled or ScheduleStatus.Released or ScheduleStatus.Completed || schedule.Phases.IsEmpty)
        {
            return schedule;
        }

        var running = schedule.Phases.FirstOrDefault(phase => phase.Start <= now && now < phase.End);
        return schedule with
        {
            Status =
                running is not null ? ScheduleStatus.Active
                : now < schedule.Phases[0].Start ? ScheduleStatus.NotStarted
                : schedule.End == ScheduleEnd.Release ? ScheduleStatus.Released
                : ScheduleStatus.Completed,
            CurrentPhaseStart = running?.Start,
            SubscriptionId = running is null ? null : schedule.SubscriptionId ?? OfSchedule,
            ReleasedSubscriptionId =
                schedule.End == ScheduleEnd.Release && now >= schedule.Phases[^1].End ? schedule.SubscriptionId ?? OfSchedule : null,
        };
    }

    /// <summary>The subscription that goes on after the schedule which it began as.</summary>
    private IEnumerable<SubscriptionState> LetGo(Instant now) =>
        from schedule in _objects.Values.OfType<ScheduleState>()
        where schedule is { End: ScheduleEnd.Release, SubscriptionId: null } && !schedule.Phases.IsEmpty && now >= schedule.Phases[^1].End
        let last = schedule.Phases[^1]
        select new SubscriptionState(
            OfSchedule,
            SubscriptionStatus.Active,
            null,
            last.Start,
            last.Start + Duration.FromDays(30),
            null,
            [.. last.Items.Select((item, index) => new SubscriptionItemState($"si_{index}", item.Price, item.Quantity, item.Metadata))],
            schedule.Metadata
        )
        {
            CreatedAt = schedule.Phases[0].Start,
        };

    /// <summary>What a schedule holds has the items of the phase that runs, or of the last one after it was let go.</summary>
    private static SubscriptionState AsOf(SubscriptionState subscription, ScheduleState schedule, Instant now)
    {
        var reached = schedule.Phases.LastOrDefault(phase => phase.Start <= now);
        var isHeld = schedule.Status != ScheduleStatus.Released && now < schedule.Phases[^1].End;
        return subscription with
        {
            ScheduleId = isHeld ? schedule.Id : null,
            Items = reached is null
                ? subscription.Items
                :
                [
                    .. reached.Items.Select(
                        (item, index) => new SubscriptionItemState($"{subscription.Id}/si_{index}", item.Price, item.Quantity, item.Metadata)
                    ),
                ],
        };
    }

    /// <summary>Prices on phases are what they are now: archived ones too.</summary>
    private ScheduleState Refreshed(ScheduleState schedule) =>
        schedule with
        {
            Phases =
            [
                .. schedule.Phases.Select(phase => phase with { Items = Refreshed(phase.Items), OneTimeItems = Refreshed(phase.OneTimeItems) }),
            ],
        };

    private SubscriptionState Refreshed(SubscriptionState subscription) =>
        subscription with
        {
            Items =
            [
                .. subscription.Items.Select(item =>
                    _objects.GetValueOrDefault(item.Price.Id) is PriceState price ? item with { Price = price } : item
                ),
            ],
        };

    private ImmutableArray<PhaseItemState> Refreshed(ImmutableArray<PhaseItemState> items) =>
        [.. items.Select(item => _objects.GetValueOrDefault(item.Price.Id) is PriceState price ? item with { Price = price } : item)];

    private string ResolvePath(string path)
    {
        var open = path.IndexOf("{ref:", StringComparison.Ordinal);
        if (open < 0)
        {
            return path;
        }

        var close = path.IndexOf('}', open);
        return path[..open] + _idOfKey[path[(open + 5)..close]] + path[(close + 1)..];
    }

    private StripeMap Resolve(StripeMap map) => (StripeMap)ResolveValue(map);

    private StripeValue ResolveValue(StripeValue value) =>
        value switch
        {
            StripeRef reference => IdOf(reference),
            StripeList list => StripeList.Of(list.Items.Select(ResolveValue)),
            StripeMap map => map.Entries.Aggregate(new StripeMap(), (copy, entry) => copy.Set(entry.Key, ResolveValue(entry.Value))),
            _ => value,
        };
}
