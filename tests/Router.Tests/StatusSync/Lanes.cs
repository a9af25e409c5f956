using Hub.Contracts.Channels;
using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;
using Hub.Router.Persistence.Rows;
using Hub.Router.StatusSync;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.StatusSync;

/// <summary>Reports with something to tell, and the two triggers that tell it.</summary>
internal static class Lanes
{
    public static async Task<Guid> NewReportAsync(this RouterRig rig, string id, params ReportState[] states)
    {
        await rig.ReadAsync(RouterRig.Channel, new NormalisedBody([Items.Report(id)], []));
        return await ChangeAsync(rig, id, states);
    }

    /// <summary>A report of a citizen whom the channel knows.</summary>
    public static async Task<Guid> NewReportOfAsync(this RouterRig rig, string person, string id, params ReportState[] states)
    {
        await rig.ReadAsync(Items.Report(id) with { Reporter = Items.Person(person) });
        return await ChangeAsync(rig, id, states);
    }

    public static async Task<List<Guid>> NewReportsAsync(this RouterRig rig, int count, params ReportState[] states)
    {
        var reports = new List<Guid>();
        for (var number = 1; number <= count; number++)
        {
            reports.Add(await rig.NewReportAsync($"r-{number}", states));
        }

        return reports;
    }

    public static Task<bool> TellAsync(this RouterRig rig, Guid report) => rig.Get<StatusLane>().RunAsync(report, RouterRig.Channel, TestContext.Current.CancellationToken);

    public static Task SweepAsync(this RouterRig rig) => SweepAsync(rig.Get<IServiceProvider>());

    public static Task SweepAsync(IServiceProvider process) =>
        ActivatorUtilities.CreateInstance<StatusSweep>(process).RunAsync(RouterRig.Channel, TestContext.Current.CancellationToken);

    public static async Task<ChannelCircuit> CircuitAsync(this RouterRig rig) => (await rig.AllAsync<ChannelCircuit>()).Single(row => row.Channel == RouterRig.Channel);

    public static async Task<LedgerEntry> OnlyAsync(this RouterRig rig, Guid report) => Assert.Single(await rig.LedgerAsync(report));

    private static async Task<Guid> ChangeAsync(RouterRig rig, string id, ReportState[] states)
    {
        var report = await rig.ReportAsync(id);
        foreach (var state in states)
        {
            await rig.WriteAsync((write, token) => rig.Get<ReportChanges>().ApplyAsync(write, report.Id, new StateChange(state, "test", "", rig.Time.GetUtcNow()), token));
        }

        return report.Id;
    }
}
