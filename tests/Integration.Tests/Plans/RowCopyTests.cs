using System.Reflection;
using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Testing.Servers;

namespace Hub.Integration.Tests.Plans;

/// <summary>What the router takes from memory is what it would have read, on both engines.</summary>
public sealed class RowCopyTests(RealServers servers)
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_copy_of_a_new_report_says_what_the_row_says_in_each_field(bool onPostgres)
    {
        await using var store = await FilledStore.StartAsync(onPostgres ? await servers.NewDatabaseAsync(Token) : null, Token);
        var fresh = store.Get<FreshReports>();
        fresh.Take([]);

        // One after and one before the instant from which PostgreSQL counts.
        Report[] written = [Full(new DateTimeOffset(2026, 3, 2, 10, 4, 5, TimeSpan.FromHours(7)).AddTicks(6_789_019)), Full(new DateTimeOffset(1999, 3, 2, 10, 4, 5, TimeSpan.FromHours(7)).AddTicks(6_789_019)), Bare()];
        await store.Get<HubStore>().WriteAsync(
            async (write, token) =>
            {
                await write.Db.InsertAsync(written, token);
                write.Brings(written);
            },
            Token);

        Guid[] ids = [.. written.Select(report => report.Id)];
        var copies = fresh.Take(ids);
        var rows = await store.Get<HubStore>().ReadAsync((db, token) => db.RowsAsync<Report>(nameof(Report.Id), ids, token), Token);
        Assert.Equal(3, rows.Count);
        Assert.Equal(Fields(rows), Fields(copies));
    }

    /// <summary>Two instants are alike here only if they are told alike.</summary>
    private static IEnumerable<List<string>> Fields(List<Report> reports) => reports.OrderBy(report => report.Id).Select(report => typeof(Report).GetProperties()
        .Select(field => $"{field.Name}: {(field.GetValue(report) is DateTimeOffset at ? at.ToString("O") : field.GetValue(report))}").ToList());

    /// <summary>Each text with a sign that not every engine keeps, each instant in another zone and finer than an engine counts.</summary>
    private static Report Full(DateTimeOffset at)
    {
        var report = Bare() with { ReporterRef = Guid.CreateVersion7(at), RawId = Guid.CreateVersion7(at), Anonymous = true, Secret = true, Restricted = true };
        foreach (var field in typeof(Report).GetProperties(BindingFlags.Instance | BindingFlags.Public).Where(field => field.CanWrite))
        {
            if (field.PropertyType == typeof(string))
            {
                field.SetValue(report, $"{field.Name}\0 🚧 “道”\r\n{report.Id}");
            }
            else if (field.PropertyType == typeof(DateTimeOffset))
            {
                field.SetValue(report, at);
            }
        }

        return report;
    }

    private static Report Bare() => new()
    {
        Id = Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
        Number = "LP-2026-900001",
        Channel = "uji",
        Account = "main",
        ExternalId = "uji-1",
        State = ReportState.Received,
        Version = 1,
        Class = ReportClass.Unclassified,
        Text = "",
        Anonymous = false,
        Secret = false,
        Restricted = false,
        ReceivedAt = DateTimeOffset.UnixEpoch,
        LastHeardAt = DateTimeOffset.UnixEpoch,
        UpdatedAt = DateTimeOffset.UnixEpoch,
        StateAt = DateTimeOffset.UnixEpoch,
    };
}
