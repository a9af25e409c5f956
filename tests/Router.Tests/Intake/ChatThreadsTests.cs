using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;

namespace Hub.Router.Tests.Intake;

public class ChatThreadsTests
{
    private static readonly DateTimeOffset Start = RouterRig.Start;

    [Theory]
    [InlineData(9, true, 1, "shortly after")]
    [InlineData(11, true, 2, "too long after")]
    [InlineData(60, false, 1, "a picture without words")]
    [InlineData(1500, false, 2, "a picture after more than a day")]
    public async Task A_further_message_joins_by_its_time_and_words(int minutes, bool standsAlone, int reports, string why)
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddMinutes(minutes)) with { Thread = new ChatThread(null, standsAlone) });

        Assert.True(reports == (await rig.AllAsync<Report>()).Count, why);
    }

    [Fact]
    public async Task Messages_of_one_person_in_one_body_are_one_report_and_of_two_persons_two()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.ReadAsync(
            Items.Chat("m-1", "budi", Start), Items.Chat("m-2", "ani", Start.AddSeconds(1)), Items.Chat("m-3", "budi", Start.AddSeconds(2)),
            Items.Chat("m-4", "budi", Start.AddHours(2)) with { Thread = new ChatThread("m-1", true) });

        Assert.Equal(["m-1", "m-2"], (await rig.AllAsync<Report>()).Select(report => report.ExternalId).Order());
        Assert.Equal(["m-3", "m-4"], (await rig.AllAsync<Contribution>()).Select(part => part.ExternalId).Order());
    }

    [Fact]
    public async Task An_answer_joins_what_it_answers_be_it_ours_or_the_citizens()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));
        var first = await rig.ReportAsync("m-1");
        await rig.Get<StatusLane>().RunAsync(first.Id, RouterRig.Channel, default);
        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddDays(2)));
        var ours = Assert.Single(await rig.LedgerAsync(first.Id)).ExternalReference;

        await rig.ReadAsync(Items.Chat("m-3", "budi", Start.AddDays(2)) with { Thread = new ChatThread(ours, true) });
        await rig.ReadAsync(Items.Chat("m-4", "budi", Start.AddDays(2)) with { Thread = new ChatThread("m-3", true) });

        Assert.All(await rig.AllAsync<Contribution>(), part => Assert.Equal(first.Id, part.ReportId));
        Assert.Equal(2, (await rig.AllAsync<Contribution>()).Count);
    }

    [Fact]
    public async Task An_answer_to_what_comes_after_it_in_the_same_batch_opens_the_report()
    {
        await using var rig = await RouterRig.StartAsync();

        await rig.ReadAsync(
            Items.Chat("m-1", "budi", Start) with { Thread = new ChatThread("m-2", true) }, Items.Chat("m-2", "budi", Start.AddSeconds(1)));

        Assert.Equal("m-1", Assert.Single(await rig.AllAsync<Report>()).ExternalId);
        Assert.Equal("m-2", Assert.Single(await rig.AllAsync<Contribution>()).ExternalId);
        Assert.Single((await rig.AllAsync<InboundKey>()).Select(key => key.ReportId).Distinct());
    }

    [Fact]
    public async Task A_person_is_found_by_each_name_although_others_of_the_batch_are_new()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));

        await rig.ReadAsync(
            Items.Chat("m-2", "ani", Start.AddSeconds(1)), Items.Chat("m-3", "budi", Start.AddSeconds(2)) with { Reporter = Named("nomor-baru", "budi") },
            Items.Chat("m-4", "nomor-baru", Start.AddSeconds(3)));
        await rig.ReadAsync(Items.Chat("m-5", "nomor-baru", Start.AddSeconds(4)), Items.Chat("m-6", "ani", Start.AddSeconds(5)));

        var reports = (await rig.AllAsync<Report>()).ToDictionary(report => report.Id, report => report.ExternalId);
        Assert.Equal(["m-1", "m-2"], reports.Values.Order());
        Assert.Equal(["m-3 m-1", "m-4 m-1", "m-5 m-1", "m-6 m-2"], (await rig.AllAsync<Contribution>()).Select(part => $"{part.ExternalId} {reports[part.ReportId]}").Order());
        Assert.Equal(2, (await rig.AllAsync<VaultReporter>()).Count);
        Assert.Equal(2, (await rig.AllAsync<VaultLookup>()).Select(lookup => lookup.Ref).Distinct().Count());
    }

    [Fact]
    public async Task A_report_that_waits_for_its_reporter_takes_the_answer_whenever_it_comes_and_work_goes_on()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "budi", Start));
        var report = await rig.ReportAsync("m-1");
        foreach (var state in new[] { ReportState.Assigned, ReportState.WaitingReporter })
        {
            await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, report.Id, new StateChange(state, "test", "", Start), token));
        }

        await rig.ReadAsync(Items.Chat("m-2", "budi", Start.AddDays(3), "Di depan nomor 7, telepon 081234567890"));

        Assert.Equal(ReportState.InProgress, (await rig.ReportAsync("m-1")).State);
        Assert.Equal("Di depan nomor 7, telepon [telepon]", Assert.Single(await rig.AllAsync<Contribution>()).Text);
    }

    [Fact]
    public async Task A_person_who_changes_the_number_stays_the_same_person()
    {
        await using var rig = await RouterRig.StartAsync();
        await rig.ReadAsync(Items.Chat("m-1", "lama", Start));

        await rig.ReadAsync(new InboundIdentityChange("$", "i-1", Start, new ChannelIdentity("account", "lama"), new ChannelIdentity("account", "baru")));
        await rig.ReadAsync(Items.Chat("m-2", "baru", Start.AddMinutes(1)));

        Assert.Single(await rig.AllAsync<Report>());
        Assert.Single(await rig.AllAsync<VaultReporter>());
    }

    private static ReporterIdentity Named(params string[] accounts) => new() { ChannelIdentities = [.. accounts.Select(account => new ChannelIdentity("account", account))] };
}
