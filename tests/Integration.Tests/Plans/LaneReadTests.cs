using System.Diagnostics;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.StatusSync;
using Hub.Testing.Servers;
using Microsoft.EntityFrameworkCore;

namespace Hub.Integration.Tests.Plans;

/// <summary>What telling a status reads without the mapper is what the mapper reads, on both engines, in few questions.</summary>
public sealed class LaneReadTests(RealServers servers) : IAsyncLifetime
{
    private static readonly DateTimeOffset Then = new DateTimeOffset(2026, 3, 2, 3, 4, 5, TimeSpan.Zero).AddMicroseconds(678_901);

    private FilledStore postgres = null!;
    private FilledStore sqlite = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        postgres = await FilledStore.StartAsync(await servers.NewDatabaseAsync(Token), Token);
        sqlite = await FilledStore.StartAsync(null, Token);
    }

    public async ValueTask DisposeAsync()
    {
        await postgres.DisposeAsync();
        await sqlite.DisposeAsync();
    }

    [Fact]
    public async Task Open_statuses_circuits_and_allowances_are_those_that_the_mapper_reads()
    {
        foreach (var store in new[] { postgres, sqlite })
        {
            var reports = await ReportsAsync(store, 5);
            var ids = reports.ConvertAll(report => report.Id);
            var names = ids.ConvertAll(id => $"kanal-{id:N}");
            await store.Get<HubStore>().WriteAsync(
                async (write, token) =>
                {
                    await write.Db.InsertAsync([.. ids.SelectMany(Statuses)], token);
                    await write.Db.InsertAsync([CircuitRules.Fresh(names[0], Then), Broken(names[1])], token);
                    await write.Db.InsertAsync([.. names.Skip(2).Select(name => new SyncBudget { Name = name, FullAt = long.MaxValue })], token);
                },
                Token);

            var (mapped, read) = await store.Get<HubStore>().ReadAsync(
                async (db, token) =>
                {
                    var open = await db.Set<LedgerEntry>().AsNoTracking()
                        .Where(row => ids.Contains(row.ReportId) && (row.Outcome == LedgerOutcome.Pending || row.Outcome == LedgerOutcome.Unknown || row.Outcome == LedgerOutcome.Parked)).ToListAsync(token);
                    var circuits = await db.Set<ChannelCircuit>().AsNoTracking().Where(row => names.Contains(row.Channel)).ToListAsync(token);
                    var allowances = await db.Set<SyncBudget>().AsNoTracking().Where(row => names.Contains(row.Name)).ToListAsync(token);
                    var openRead = await db.RowsAsync<LedgerEntry>((nameof(LedgerEntry.ReportId), LedgerQueue.Open), ids.ToArray(), token);
                    var circuitsRead = await db.RowsAsync<ChannelCircuit>(nameof(ChannelCircuit.Channel), names, token);
                    var allowancesRead = await db.RowsAsync<SyncBudget>(nameof(SyncBudget.Name), names, token);
                    return (All(open, circuits, allowances), All(openRead, circuitsRead, allowancesRead));
                },
                Token);

            Assert.Equal((5 * 6) + 2 + 3, mapped.Length);
            Assert.Equal(mapped, read);
        }

        static object[] All(List<LedgerEntry> open, List<ChannelCircuit> circuits, List<SyncBudget> allowances) =>
            [.. open.OrderBy(row => row.Id), .. circuits.OrderBy(row => row.Channel, StringComparer.Ordinal), .. allowances.OrderBy(row => row.Name, StringComparer.Ordinal)];
    }

    [Fact]
    public async Task A_channel_is_told_of_a_report_what_the_mapper_reads_with_the_version_that_it_gave_last()
    {
        foreach (var store in new[] { postgres, sqlite })
        {
            var ids = (await ReportsAsync(store, 4)).ConvertAll(report => report.Id);
            await store.Get<HubStore>().WriteAsync(
                async (write, token) =>
                {
                    await write.Db.Set<Report>().Where(row => row.Id == ids[0]).ExecuteUpdateAsync(set => set.SetProperty(row => row.ContentVersion, "3").SetProperty(row => row.LastHeardAt, Then), token);
                    await write.Db.Set<Report>().Where(row => row.Id == ids[1]).ExecuteUpdateAsync(set => set.SetProperty(row => row.ReporterRef, (Guid?)null), token);
                    await write.Db.InsertAsync([Version(ids[0], 12, "9"), Version(ids[0], 13, "10"), Version(ids[0], 14, null), Version(ids[1], 15, "2"), Version(ids[2], 16, null)], token);
                },
                Token);

            var (mapped, read) = await store.Get<HubStore>().ReadAsync(
                async (db, token) =>
                {
                    var rows = await db.Set<Report>().AsNoTracking().Where(row => ids.Contains(row.Id)).ToListAsync(token);
                    var versions = await db.Set<LedgerEntry>().AsNoTracking().Where(row => ids.Contains(row.ReportId) && row.ExternalVersion != null).ToListAsync(token);
                    var told = rows.ConvertAll(row => new ToldReport(
                        row.Id, row.Number, row.Account, row.ExternalId, row.ContentVersion, row.LastHeardAt, row.ReporterRef,
                        versions.Where(status => status.ReportId == row.Id).MaxBy(status => status.Sequence)?.ExternalVersion));
                    return (told, await OutboundStatuses.ReportsAsync(db, ids, token));
                },
                Token);

            Assert.Equal(["10", "2", null, null], ids.Select(id => read[id].ToldVersion));
            Assert.Equal(mapped.OrderBy(report => report.Id), read.Values.OrderBy(report => report.Id));
        }
    }

    [Fact]
    public async Task People_are_read_once_with_the_last_message_to_answer_of_each_report_that_is_asked_for()
    {
        foreach (var store in new[] { postgres, sqlite })
        {
            var reports = await ReportsAsync(store, 4);
            var (one, two) = (Guid.CreateVersion7(Then), Guid.CreateVersion7(Then));
            await store.Get<HubStore>().WriteAsync(
                async (write, token) =>
                {
                    await write.Db.InsertAsync([Person(one, 11), Person(two, 12)], token);
                    await write.Db.InsertAsync([Fragment(reports[0], 9, "text", 20), Fragment(reports[0], 8, ReporterVault.ReplyTo, 21), Fragment(reports[0], 7, ReporterVault.ReplyTo, 22), Fragment(reports[3], 1, ReporterVault.ReplyTo, 23)], token);
                },
                Token);

            var people = await store.Get<HubStore>().ReadAsync(
                (db, token) => ReporterVault.ReadAsync(db, [(one, reports[0].Id), (one, reports[1].Id), (two, null), (Guid.CreateVersion7(Then), reports[2].Id)], token), Token);

            Assert.Equal(new[] { (one, 11), (two, 12) }.Order(), people.Reporters.Select(row => (row.Key, (int)row.Value.Single())).Order());
            Assert.Equal(
                new[] { (reports[0].Id, 21), (reports[1].Id, 1), (reports[2].Id, 1) }.Order(), people.Replies.Select(row => (row.Key, (int)row.Value.Single())).Order());
            Assert.Empty((await store.Get<HubStore>().ReadAsync((db, token) => ReporterVault.ReadAsync(db, [], token), Token)).Reporters);
        }
    }

    [Fact]
    public async Task A_status_is_taken_and_settled_without_asking_through_the_mapper()
    {
        foreach (var store in new[] { postgres, sqlite })
        {
            var head = await PendingAsync(store);
            store.Heard.Take();

            await TakeAndSettleAsync(store, head);

            Assert.DoesNotContain(store.Heard.Take(), heard => heard.Text.Contains("SELECT", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_status_of_a_conversation_with_limits_is_taken_in_eight_round_trips_and_settled_in_four()
    {
        var head = await PendingAsync(postgres);
        var trips = 0;
        using var pass = new Activity("pass").Start();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "Npgsql",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = activity => Interlocked.Add(ref trips, activity.TraceId == pass.TraceId ? 1 : 0),
        };
        ActivitySource.AddActivityListener(listener);

        var store = postgres.Get<LedgerStore>();
        var go = Assert.IsType<LaneTurn.Go>(await store.TakeAsync(head.ReportId, head.Channel, Token));
        var taking = trips;
        await store.SettleAsync(new Attempt(go.Head, new SyncResult.Delivered("theirs-1", "1")), waitsForPerson: false, Token);

        // A commit behind which nothing was put off is not among them.
        Assert.Equal((8, 4), (taking, trips - taking));
    }

    private static async Task TakeAndSettleAsync(FilledStore store, LedgerEntry head)
    {
        var go = Assert.IsType<LaneTurn.Go>(await store.Get<LedgerStore>().TakeAsync(head.ReportId, head.Channel, Token));
        var (turn, written) = await store.Get<LedgerStore>().SettleAsync(new Attempt(go.Head, new SyncResult.Delivered("theirs-1", "1")), waitsForPerson: false, Token);

        Assert.IsType<LaneTurn.Nothing>(turn);
        Assert.Equal(LedgerOutcome.Delivered, written.Outcome);
    }

    private static async Task<LedgerEntry> PendingAsync(FilledStore store)
    {
        var head = HotStatement.Status((await ReportsAsync(store, 1)).Single().Id) with { Id = Guid.CreateVersion7(Then), Sequence = 2, LeaseToken = null };
        await store.Get<HubStore>().WriteAsync((write, token) => write.Db.InsertAsync([head], token), Token);
        return head;
    }

    private static Task<List<Report>> ReportsAsync(FilledStore store, int count) =>
        store.Get<HubStore>().ReadAsync((db, token) => db.Set<Report>().AsNoTracking().OrderBy(row => row.Id).Take(count).ToListAsync(token), Token);

    /// <summary>Of each outcome one with all that a row may have, and one with nothing that it need not have.</summary>
    private static IEnumerable<LedgerEntry> Statuses(Guid report) => Enum.GetValues<LedgerOutcome>().SelectMany((outcome, number) => new[] { Bare(report, outcome, 10 + (2 * number)), Full(report, outcome, 11 + (2 * number)) });

    private static LedgerEntry Bare(Guid report, LedgerOutcome outcome, long sequence) =>
        HotStatement.Status(report) with { Id = Guid.CreateVersion7(Then), Sequence = sequence, Outcome = outcome, LeaseToken = null };

    private static LedgerEntry Full(Guid report, LedgerOutcome outcome, long sequence) => Bare(report, outcome, sequence) with
    {
        State = ReportState.NotOurs,
        PublicNote = "Diteruskan ke instansi lain.",
        IsWordedByHub = false,
        UnitCode = "BBPJN-UJI",
        Addressee = "Dinas",
        OccurredAt = Then,
        Attempts = 3,
        NextAt = Then.AddHours(1),
        UnknownSince = Then.AddHours(2),
        BlindRepeats = 1,
        LeaseToken = report,
        LeaseUntil = Then.AddHours(3),
        ExternalReference = "theirs-1",
        ExternalVersion = "7",
        Receipt = Receipt.Sent,
        Fault = "busy",
        SettledAt = Then.AddHours(4),
        TriedAt = Then.AddHours(5),
    };

    private static LedgerEntry Version(Guid report, long sequence, string? version) => Bare(report, LedgerOutcome.Delivered, sequence) with { ExternalVersion = version };

    private static ChannelCircuit Broken(string channel) => CircuitRules.Fresh(channel, Then) with
    {
        State = CircuitState.HalfOpen,
        RetryAt = Then.AddMinutes(1),
        Probe = Guid.CreateVersion7(Then),
        Openings = 2,
        Successes = 3,
        Suspects = "a,b",
        HeldBy = "sari",
        Reason = "away",
        Version = 4_000_000_000,
    };

    private static VaultReporter Person(Guid reference, byte mark) => new() { Ref = reference, Channel = "whatsapp", Sealed = [mark], At = Then };

    private static VaultFragment Fragment(Report report, int later, string kind, byte mark) => new() { Id = Guid.CreateVersion7(Then.AddYears(1).AddHours(later)), ReportId = report.Id, Kind = kind, Sealed = [mark] };
}
