using Hub.Router.Deadlines;
using Hub.Testing;
using Hub.Worker.Cli;
using Hub.Worker.Tests.Host;

namespace Hub.Worker.Tests.Cli;

/// <summary>hub deadlines beside a running embedded hub.</summary>
[Collection(HubByVerbs.Name)]
public sealed class DeadlineVerbTests(HubFixture fixture)
{
    private readonly EmbeddedHub hub = fixture.Hub;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Running_clocks_are_listed_with_unit_and_due_time()
    {
        var report = await hub.AssignedAsync("6281377005601", Token);
        var (number, unit) = (report.GetProperty("number").GetString()!, report.GetProperty("unit").GetString()!);

        var lines = (await VerbAsync("deadlines", "list", "--unit", unit)).Lines.Where(line => line.StartsWith(number, StringComparison.Ordinal)).ToList();

        Assert.Equal(["response", "completion"], lines.Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[2]));
        Assert.All(lines, line => Assert.EndsWith("working days left", line, StringComparison.Ordinal));
        Assert.DoesNotContain((await VerbAsync("deadlines", "list", "--overdue")).Lines, line => line.StartsWith(number, StringComparison.Ordinal));
        Assert.Equal(66, (await VerbAsync("deadlines", "list", "--unit", "PU-TIDAK-ADA")).Code);
        Assert.NotEqual(0, (await VerbAsync("deadlines", "list", "--most", "0")).Code);
    }

    [Theory]
    [InlineData(-1.5, false, "LP-2026-000001  PU-BM                   response    2026-03-09 10:00 WIB  1.5 working days late")]
    [InlineData(2, false, "LP-2026-000001  PU-BM                   response    2026-03-09 10:00 WIB  2.0 working days left")]
    [InlineData(2, true, "LP-2026-000001  PU-BM                   response    2026-03-09 10:00 WIB  paused, waits for the reporter")]
    public void A_line_says_how_much_time_is_left(double days, bool paused, string line) =>
        Assert.Equal(line, DeadlineVerbs.Words(new DeadlineLine("LP-2026-000001", "PU-BM", "response", new DateTimeOffset(2026, 3, 9, 3, 0, 0, TimeSpan.Zero), days, paused)));

    [Fact]
    public async Task Health_says_that_somebody_looks_at_the_deadlines()
    {
        var (_, health) = await hub.HealthAsync(Token);

        Assert.Equal("Healthy", health.GetProperty("deadlines").GetProperty("status").GetString());
        Assert.True(health.GetProperty("deadlines").GetProperty("figures").GetProperty("overdue").TryGetProperty("response", out _));
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", hub.Configuration], Token);
}
