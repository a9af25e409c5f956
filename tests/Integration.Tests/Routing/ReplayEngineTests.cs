using Hub.Contracts.Reports;
using Hub.Integration.Tests.Plans;
using Hub.Router;
using Hub.Router.Intake;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Shadow;
using Hub.Router.Routing.Trial;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Routing;

/// <summary>What a decision looked at survives both engines to the byte, also where the report was amended afterwards.</summary>
public sealed class ReplayEngineTests(RealServers servers)
{
    private const int Count = 1_000;

    private static readonly DateTimeOffset Then = new(2026, 3, 2, 3, 0, 0, TimeSpan.Zero);
    private static readonly string[] Subjects = ["Jalan tol berlubang besar", "Air sungai meluap ke rumah warga", "Jalan desa kami rusak", "Lampu jalan padam", "Tidak ada air bersih dari PDAM", "Ada pungli di kantor balai", "Selamat siang", "Jembatan gantung putus", "Rumah kami tidak layak huni", "Irigasi jebol, sawah kering"];
    private static readonly string[] Places = ["Kabupaten Bandung", "Kota Tarakan", "", "Jawa Timur", "Sleman"];

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_thousand_decisions_come_out_again_and_a_shadow_is_kept(bool postgres)
    {
        await using var store = await FilledStore.StartAsync(postgres ? await servers.NewDatabaseAsync(Token) : null, Token);
        var engine = store.Get<RoutingRules>().Engine;
        store.Get<ShadowRules>().Engine = engine;
        var reports = Enumerable.Range(0, Count).Select(number => Report(store, number)).ToList();
        await store.Get<HubStore>().WriteAsync((write, token) => write.Db.InsertAsync(reports, token), Token);
        var made = store.Get<RuleDecider>().Decide(reports);
        await store.Get<HubStore>().WriteAsync((write, token) => write.Db.InsertAsync(made.ConvertAll(one => one.Decided.Row(store.Get<HubIds>().Next(), one.Report, Then)), token), Token);
        await store.Get<RuleDecider>().SavedAsync(made, Token);
        await store.Get<HubStore>().WriteAsync(
            async (write, token) =>
            {
                foreach (var report in reports.Where((_, number) => number % 3 == 0))
                {
                    var next = report with { Text = "Sudah diperbaiki, terima kasih", Title = null, Category = null, Place = null, Class = ReportClass.InformationRequest };
                    await write.Db.SaveContentAsync((report, next), token);
                }
            },
            Token);

        var replayed = await store.Get<ReplayOfDecisions>().RunAsync(engine, Then.AddDays(-1), 10, Token);

        Assert.Empty(replayed.Different);
        Assert.Equal((Count, 0), ((int)replayed.Same, (int)replayed.Differ));
        Assert.InRange(made.Select(one => one.Decided.Unit ?? one.Decided.Addressee).Distinct().Count(), 6, 100);
        var shadow = await store.Get<ShadowDesk>().CountAsync(TimeProvider.System.GetUtcNow().AddDays(-1), Token);
        Assert.Equal(Count, shadow.Kinds["agree"]);
        var tried = await store.Get<TrialDesk>().RunAsync(engine, new TrialQuestion(Then.AddDays(-1), 10), Token);
        Assert.Equal((Count, 0), ((int)tried.Compared, (int)tried.Changed));
    }

    private static Report Report(FilledStore store, int number) => new()
    {
        Id = store.Get<HubIds>().Next(),
        Number = $"LP-2031-{number:D6}",
        Channel = "uji",
        Account = "utama",
        ExternalId = $"ulang-{number}",
        State = ReportState.Assigned,
        Version = 2,
        Class = number % 90 == 0 ? ReportClass.SupervisoryComplaint : ReportClass.Complaint,
        Category = number % 4 == 0 ? "PEKERJAAN UMUM DAN PENATAAN RUANG > BENDUNGAN" : null,
        Title = number % 5 == 0 ? Subjects[number / 5 % 10] : null,
        Text = $"{Subjects[number % 10]} sejak {number % 30} hari yang lalu. Mohon bantuannya “segera” 😀",
        Anonymous = number % 7 == 0,
        Secret = number % 80 == 0,
        Restricted = false,
        Place = Places[number % 5].Length == 0 ? null : RouterJson.Write(new ReportPlace(Places[number % 5], Latitude: -6.9 + (number / 7.0))),
        ReceivedAt = Then.AddSeconds(number).AddTicks(number * 10L),
        LastHeardAt = Then,
        UpdatedAt = Then,
        StateAt = Then,
    };
}
