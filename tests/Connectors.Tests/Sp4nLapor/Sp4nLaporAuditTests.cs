using System.Text;
using Hub.Connectors.Sp4nLapor;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Tests.Sp4nLapor;

public sealed class Sp4nLaporAuditTests : IAsyncLifetime
{
    private static readonly AuditWindow Window = new(Sp4nLaporDouble.Start.AddDays(-1), Sp4nLaporDouble.Start.AddDays(1));

    private Sp4nLaporDouble lapor = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => lapor = await Sp4nLaporDouble.StartAsync();

    public async ValueTask DisposeAsync() => await lapor.DisposeAsync();

    [Fact]
    public async Task The_list_is_walked_to_its_end_also_where_many_changed_at_once()
    {
        var ids = Enumerable.Range(0, 7).Select(_ => lapor.Add()).ToList();

        Assert.Equal(ids, (await ListAsync(lapor.Audit(pageSize: 2))).Select(entry => entry.ExternalId));
    }

    [Fact]
    public async Task What_changed_before_the_window_is_left_out()
    {
        lapor.Add(updatedAt: Window.From.AddSeconds(-1));
        var inside = lapor.Add(updatedAt: Window.From);

        Assert.Equal([inside], (await ListAsync(lapor.Audit())).Select(entry => entry.ExternalId));
    }

    [Fact]
    public async Task Version_and_state_are_those_that_intake_would_read_also_of_a_change_that_no_feed_tells()
    {
        var id = lapor.Add();
        var before = (await ListAsync(lapor.Audit())).Single();
        lapor.Desk.EditBehindTheFeed(id, report => report.Status = "Ditutup oleh Admin");

        var after = (await ListAsync(lapor.Audit())).Single();

        Assert.Equal(before.ChangedAt, after.ChangedAt);
        Assert.NotEqual(before.ContentVersion, after.ContentVersion);
        Assert.Equal((ReportState.Closed, "Ditutup oleh Admin"), (after.State!.Value, after.Word));
    }

    [Fact]
    public async Task One_report_comes_with_what_its_reporter_added_under_the_keys_of_the_poll()
    {
        var id = lapor.Add();
        lapor.Desk.ReporterReplies(id, "Masih rusak.");
        var polled = new Dictionary<string, RawItem>();
        await Sp4nLaporDouble.DrainAsync(lapor.Poller(), null, polled);

        var shown = Assert.IsType<AuditFind.Shown>(await lapor.Audit().FindAsync(id, Token));

        Assert.Equal(polled.Keys.Order(), shown.Bodies.Select(body => body.Key!).Order());
        Assert.All(shown.Bodies, body => Assert.Equal(Encoding.UTF8.GetString(polled[body.Key!].Body.Span), Encoding.UTF8.GetString(body.Body.Span)));
    }

    [Fact]
    public async Task A_report_that_went_to_another_agency_or_away_is_not_shown()
    {
        var (moved, gone) = (lapor.Add(), lapor.Add());
        lapor.Desk.ChangeDisposition(moved, "77");
        lapor.Desk.DeleteBehindTheFeed(gone);

        Assert.IsType<AuditFind.NotShown>(await lapor.Audit().FindAsync(moved, Token));
        Assert.IsType<AuditFind.NotShown>(await lapor.Audit().FindAsync(gone, Token));
        Assert.Empty(await ListAsync(lapor.Audit()));
    }

    [Theory]
    [InlineData(503)]
    [InlineData(401)]
    [InlineData(410)]
    public async Task A_refused_page_is_unavailable_and_never_an_end(int status)
    {
        var id = lapor.Add();
        lapor.Lapor.Refuses = _ => status;

        Assert.IsType<AuditResult.Unavailable>(await lapor.Audit().ListAsync(Window, null, Token));
        if (status is not 410)
        {
            Assert.IsType<AuditFind.Unavailable>(await lapor.Audit().FindAsync(id, Token));
        }
    }

    [Fact]
    public async Task A_report_whose_log_cannot_be_read_is_not_half_found()
    {
        var id = lapor.Add();
        lapor.Lapor.Cuts = request => request.Path.Value!.EndsWith("/followups", StringComparison.Ordinal);

        Assert.IsType<AuditFind.Unavailable>(await lapor.Audit().FindAsync(id, Token));
    }

    private static async Task<List<AuditEntry>> ListAsync(Sp4nLaporAudit audit)
    {
        List<AuditEntry> entries = [];
        string? cursor = null;
        do
        {
            var page = Assert.IsType<AuditResult.Page>(await audit.ListAsync(Window, cursor, Token));
            entries.AddRange(page.Entries);
            cursor = page.NextCursor;
        }
        while (cursor is not null);

        return entries;
    }
}
