namespace CpqBilling.Sandbox.Stripe.Clocks;

internal static class TestClockEndpoints
{
    private const long KeptSeconds = 30 * 86_400;

    public static void Map(RouteTable routes) =>
        routes
            .Post(
                "/v1/test_helpers/test_clocks",
                () =>
                    ParameterShape
                        .Of<Sdk.TestHelpers.TestClockCreateOptions>()
                        .Require("frozen_time")
                        .AtMostCharacters("name", 300)
                        .Since("customer", version => ApiVersions.IsFrom(version, "2026-05-27")),
                Create
            )
            .Get(
                "/v1/test_helpers/test_clocks",
                () => ParameterShape.Of<Sdk.TestHelpers.TestClockListOptions>(),
                call => call.Page.Of(call.Account.TestClocks.All.Where(clock => !clock.IsDeleted), TestClockJson.Render)
            )
            .Get("/v1/test_helpers/test_clocks/{id}", call => TestClockJson.Render(Find(call)))
            .Delete("/v1/test_helpers/test_clocks/{id}", Delete)
            .Post(
                "/v1/test_helpers/test_clocks/{id}/advance",
                () => ParameterShape.Of<Sdk.TestHelpers.TestClockAdvanceOptions>().Require("frozen_time"),
                Advance
            );

    private static TestClock Find(ApiCall call)
    {
        var clock = call.Account.TestClocks.InPath(call.Id, "test clock");
        return clock.IsDeleted ? throw Errors.NotFound("test clock", call.Id) : clock;
    }

    private static JsonObject Create(ApiCall call)
    {
        var (account, form) = (call.Account, call.Form);
        var customer = form.Has("customer") ? account.LiveCustomer(form) : null;
        if (customer?.TestClockId is not null)
        {
            throw Errors.Refused("The customer is on a test clock already.", "customer");
        }

        var clock = account.Stamp(new TestClock { FrozenTime = form.Whole("frozen_time")!.Value, Name = form.Text("name") }, account.Clock.WallNow);
        clock.DeletesAfter = clock.Created + KeptSeconds;
        account.TestClocks.Add(clock);
        if (customer is not null)
        {
            account.Customers.Remove(customer);
            customer.TestClockId = clock.Id;
            account.Customers.Add(customer);
            DueTimes.ExpectAll(account, customer);
        }

        account.Events.Record("test_helpers.test_clock.created", clock);
        return TestClockJson.Render(clock);
    }

    private static JsonObject Advance(ApiCall call)
    {
        var clock = Find(call);
        var target = call.Form.Whole("frozen_time")!.Value;
        if (clock.AdvancingTo is not null)
        {
            throw Errors.ClockBusy();
        }

        if (clock.Failure is { } failure)
        {
            throw Errors.Refused($"This test clock has failed and cannot be advanced any more: {failure}", "id");
        }

        if (target <= clock.FrozenTime)
        {
            throw Errors.Refused("The frozen time must be later than the clock's current frozen time.", "frozen_time");
        }

        if (call.Account.Decisions.StrictClocks && target > ClockLimits.Furthest(call.Account, clock))
        {
            throw Errors.Refused("You may only advance a test clock up to two intervals of its shortest subscription at a time.", "frozen_time");
        }

        clock.AdvancingTo = target;
        call.Account.Events.Record("test_helpers.test_clock.advancing", clock);
        ClockAdvance.Start(call.Account, clock);
        return TestClockJson.Render(clock);
    }

    private static JsonObject Delete(ApiCall call)
    {
        var clock = Find(call);
        if (clock.AdvancingTo is not null)
        {
            throw Errors.ClockBusy();
        }

        foreach (var customer in call.Account.Customers.OwnedBy(clock.Id).Where(customer => !customer.IsDeleted).ToList())
        {
            CustomerRemoval.Remove(call.Account, customer);
        }

        call.Account.Events.Record("test_helpers.test_clock.deleted", clock);
        clock.IsDeleted = true;
        return JsonText.Deleted(clock.Id, "test_helpers.test_clock");
    }
}

internal static class TestClockJson
{
    public static JsonObject Render(TestClock clock) =>
        new()
        {
            ["id"] = clock.Id,
            ["object"] = "test_helpers.test_clock",
            ["created"] = clock.Created,
            ["deletes_after"] = clock.DeletesAfter,
            ["frozen_time"] = clock.FrozenTime,
            ["livemode"] = false,
            ["name"] = clock.Name,
            ["status"] = clock.Status,
            ["status_details"] = clock.AdvancingTo is { } target
                ? new JsonObject { ["advancing"] = new JsonObject { ["target_frozen_time"] = target } }
                : new JsonObject(),
        };
}
