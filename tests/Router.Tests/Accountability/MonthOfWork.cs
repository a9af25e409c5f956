using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Deadlines;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Hub.Router.Tests.StatusSync;
using Hub.Router.Units;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Tests.Accountability;

/// <summary>
/// A month of reports through the real rooms on a stopped clock: citizens write at all hours, the rules decide, people decide
/// what the rules cannot, units answer, are late, keep silent, ask, give back; channels close and reopen. All of it is noted as it is done.
/// </summary>
internal sealed class MonthOfWork(RouterRig rig, int seed)
{
    /// <summary>What is done between two looks of the clock is done together.</summary>
    private static readonly TimeSpan Step = TimeSpan.FromHours(3);

    private static readonly DateTimeOffset Begin = RouterRig.Start;

    private static readonly string[] ByChannel = ["reply", "closed", "reopened", "withdrawn", "merged"];

    private readonly Random random = new(seed);
    private readonly SortedDictionary<int, List<Plan>> calendar = [];
    private readonly Dictionary<string, (Guid Id, string Number)> known = [];
    private readonly List<Telling> tellings = [];
    private int events;

    public async Task<MonthLedger> PlayAsync(int reports, Func<Task> sweepAsync)
    {
        foreach (var sink in new[] { rig.Sink, rig.QuietSink })
        {
            sink.Answer = (status, _) => Task.FromResult(Tell(sink.Channel, status));
        }

        var lives = Enumerable.Range(1, reports).Select(Citizen).ToList();
        while (calendar.Count > 0)
        {
            var (slot, plans) = calendar.First();
            calendar.Remove(slot);
            rig.Clock.Advance(Begin + (Step * slot) - rig.Clock.GetUtcNow());
            await sweepAsync();
            await rig.SweepAsync();
            await DoAsync(plans);
        }

        rig.Clock.Advance(Begin + TimeSpan.FromDays(52) + TimeSpan.FromMinutes(17) - rig.Clock.GetUtcNow());
        await sweepAsync();
        await rig.SweepAsync();
        return new MonthLedger(lives, tellings, rig.Clock.GetUtcNow());
    }

    private Life Citizen(int number)
    {
        var slot = random.Next(1, 8 * 31);
        var kind = (ReportClass)random.Next(5);
        var life = new Life($"lapor-{number:D5}", random.Next(3) == 0 ? RouterRig.Quiet : RouterRig.Channel, kind, Moment(slot));
        Later(slot, 0, new Plan(life, "arrive"));
        return life;
    }

    /// <summary>A whole minute of the step that ends with this slot.</summary>
    private DateTimeOffset Moment(int slot) => Begin + (Step * slot) - TimeSpan.FromMinutes(random.Next(1, 170));

    private void Later(int slot, int after, Plan plan)
    {
        if (slot + after >= 8 * 52)
        {
            return;
        }

        if (!calendar.TryGetValue(slot + after, out var plans))
        {
            calendar.Add(slot + after, plans = []);
        }

        plans.Add(plan with { Slot = slot + after });
    }

    private async Task DoAsync(List<Plan> plans)
    {
        await ArriveAsync(plans.FindAll(plan => plan.Word == "arrive"));
        foreach (var plan in plans.Where(plan => plan.Word == "decide"))
        {
            await DecideAsync(plan);
        }

        await SayAsync(plans.FindAll(plan => plan.Word is not ("arrive" or "decide") && !ByChannel.Contains(plan.Word)));
        await HearAsync(plans.FindAll(plan => ByChannel.Contains(plan.Word)));
        var told = plans.Select(plan => plan.Life).Distinct();
        await Task.WhenAll(told.Select(life => rig.Get<StatusLane>().RunAsync(known[life.ExternalId].Id, life.Channel, TestContext.Current.CancellationToken)));
    }

    private async Task ArriveAsync(List<Plan> plans)
    {
        foreach (var channel in plans.GroupBy(plan => plan.Life.Channel))
        {
            var topics = channel.Select(plan => (plan, Topic: MonthTopic.Draw(random).For(plan.Life.Class))).ToList();
            await rig.ReadAsync(channel.Key, new NormalisedBody([.. topics.Select(one => Items.Report(one.plan.Life.ExternalId, one.Topic.Text, one.plan.Life.ReceivedAt) with { Class = one.plan.Life.Class })], []));
            foreach (var (plan, topic) in topics)
            {
                plan.Life.Deeds.Add(new Deed(rig.Clock.GetUtcNow(), "rules", "decided") { Unit = topic.Goes, Text = topic.Text });
                MonthLives.Begin(plan, topic.Goes, random, Later);
            }
        }

        if (plans.Count > 0)
        {
            var arrived = plans.ConvertAll(plan => plan.Life.ExternalId);
            var rows = await rig.Get<HubStore>().ReadAsync((db, token) => db.Set<Report>().AsNoTracking().Where(report => arrived.Contains(report.ExternalId)).ToListAsync(token), default);
            rows.ForEach(report => known[report.ExternalId] = (report.Id, report.Number));
            await rig.Get<ReportRouting>().RouteAsync(rows.ConvertAll(report => report.Id), default);
        }
    }

    private async Task DecideAsync(Plan plan)
    {
        var made = await rig.Get<TriageDesk>().DecideAsync(known[plan.Life.ExternalId].Number, plan.Unit!, ("petugas", "Sesuai lokasi."), default);
        Assert.IsType<TriageResult.Done>(made);
        plan.Life.Deeds.Add(new Deed(rig.Clock.GetUtcNow(), "petugas", "decided") { Unit = plan.Unit });
        MonthLives.Work(plan, random, Later);
    }

    private async Task SayAsync(List<Plan> plans)
    {
        var said = plans.ConvertAll(plan => (Plan: plan, At: Moment(plan.Slot)));
        var answers = await rig.Get<UnitStatusDesk>().SayAsync(said.ConvertAll(one => new UnitWord(one.Plan.Unit!, $"e-{++events}", Word(one.Plan, one.At))), default);
        foreach (var ((plan, at), (answer, _)) in said.Zip(answers))
        {
            Assert.IsType<UnitStatusResult.Taken>(answer);
            plan.Life.Deeds.Add(new Deed(at, plan.Unit!, plan.Word) { Unit = plan.Suggests });
            MonthLives.After(plan, random, Later);
        }
    }

    private UnitStatus Word(Plan plan, DateTimeOffset at) => new()
    {
        ReportId = known[plan.Life.ExternalId].Id,
        Status = plan.Word,
        PublicNote = "Terima kasih, laporan sedang kami tangani.",
        Reason = plan.Word == "returned" ? "Bukan wilayah kami." : null,
        SuggestedUnit = plan.Suggests,
        OccurredAt = at,
    };

    /// <summary>What the citizen and the channel say.</summary>
    private async Task HearAsync(List<Plan> plans)
    {
        foreach (var channel in plans.GroupBy(plan => plan.Life.Channel))
        {
            var heard = channel.Select(plan => (Plan: plan, At: Moment(plan.Slot))).ToList();
            await rig.ReadAsync(channel.Key, new NormalisedBody([.. heard.Select(one => Item(one.Plan, one.At))], []));
            foreach (var (plan, at) in heard)
            {
                plan.Life.Deeds.Add(new Deed(at, channel.Key, plan.Word) { ChannelWord = plan.ChannelWord });
                MonthLives.After(plan, random, Later);
            }
        }
    }

    private InboundItem Item(Plan plan, DateTimeOffset at) => plan.Word == "reply"
        ? Items.FollowUp($"k-{++events}", plan.Life.ExternalId) with { OccurredAt = at }
        : Items.Status($"k-{++events}", plan.Life.ExternalId, plan.ChannelWord!, Enum.Parse<ReportState>(plan.Word, ignoreCase: true), at);

    private SyncResult Tell(string channel, OutboundStatus status)
    {
        var taken = status.State is not ReportState.InProgress || !status.ReportNumber.EndsWith('7');
        lock (tellings)
        {
            tellings.Add(new Telling(status.ExternalId, channel, status.State, status.UnitCode, status.OccurredAt, rig.Clock.GetUtcNow(), taken));
        }

        return taken ? new SyncResult.Delivered($"ref-{status.OperationId:N}") : new SyncResult.Rejected("422", "tidak dapat ditampilkan");
    }
}

/// <summary>Something that somebody will do about a report.</summary>
internal sealed record Plan(Life Life, string Word)
{
    public int Slot { get; init; }

    public string? Unit { get; init; }

    public string? Suggests { get; init; }

    public string? ChannelWord { get; init; }

    /// <summary>How the unit works: prompt, late, silent, asks, returns, postpones, ended.</summary>
    public string Manner { get; init; } = "";
}

/// <summary>The days off of the rig, and its sweep.</summary>
internal static class RigDays
{
    public static IReadOnlySet<DateOnly> Off { get; } = RigDeadlines.Holidays.Days.Select(holiday => holiday.Day).ToHashSet();

    public static Task DeadlinesAsync(this RouterRig rig) => rig.Get<DeadlineSweep>().RunAsync(TestContext.Current.CancellationToken);
}
