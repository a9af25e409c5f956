using System.Text.Json;
using Hub.Simulators.ContactCenter158;
using Hub.Simulators.Sp4nLapor;
using Hub.Testing;

namespace Hub.Worker.Tests.Reconciliation;

/// <summary>PEERS 3.19 and 3.20 against the played channels.</summary>
public sealed class DriftTests : IAsyncLifetime
{
    private const string Road = "Jalan tol Cipularang berlubang besar di KM 92 arah Bandung.";

    private DriftScene scene = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => scene = await DriftScene.StartAsync(Token);

    public async ValueTask DisposeAsync() => await scene.DisposeAsync();

    [Fact]
    public async Task Five_edits_two_deletions_and_three_reports_behind_the_hubs_back_are_exactly_ten_findings()
    {
        var tickets = Enumerable.Range(0, 9).Select(_ => scene.ContactCenter.AddTicket(Draft()).TicketNo).ToList();
        scene.Poll("cc158");
        await scene.CalmAsync("cc158", 9, Token);
        var calm = await scene.ReconcileAsync("cc158", repair: true, Token);
        Assert.Equal((true, 9, 0), (calm.Whole, calm.Listed, calm.New));

        // No poll runs from here on.
        scene.ContactCenter.Edit(tickets[0], ticket => ticket with { Subject = "Makin lebar" });
        scene.ContactCenter.AddCallerReply(tickets[1], "Tadi malam ada yang jatuh.");
        scene.ContactCenter.Close(tickets[2]);
        scene.ContactCenter.EditBehindTheFeed(tickets[3], ticket => ticket with { Version = ticket.Version + 1, Description = "Lubang kini selebar lajur." });
        scene.ContactCenter.EditBehindTheFeed(tickets[4], ticket => ticket with { VendorStatus = "Diubah diam-diam" });
        scene.ContactCenter.DeleteBehindTheFeed(tickets[5]);
        scene.ContactCenter.DeleteBehindTheFeed(tickets[6]);
        scene.ContactCenter.AddTicket(Draft());
        scene.ContactCenter.AddTicket(Draft());
        scene.ContactCenter.AddBehindTheFeed(Draft());

        var listed = await scene.ReconcileAsync("cc158", repair: false, Token);
        Assert.Equal((true, 10, 0), (listed.Whole, listed.New, listed.Repaired));
        var findings = await scene.FindingsAsync(Token);
        Assert.Equal("Differs 1, Late 4, MissingHere 3, MissingThere 2", string.Join(", ", findings.CountBy(finding => finding.Class).OrderBy(pair => pair.Key).Select(pair => $"{pair.Key} {pair.Value}")));

        var repaired = await scene.ReconcileAsync("cc158", repair: true, Token);
        Assert.Equal((0, 7), (repaired.New, repaired.Repaired));
        await scene.ReadAsync(Token);
        await scene.CalmAsync("cc158", 12, Token);

        var settled = await scene.ReconcileAsync("cc158", repair: true, Token);
        var quiet = await scene.ReconcileAsync("cc158", repair: true, Token);
        Assert.Equal((0, 7), (settled.New, settled.Settled));
        Assert.Equal((0, 0, 0), (quiet.New, quiet.Repaired, quiet.Settled));
        Assert.Equal(((string[])[tickets[4], tickets[5], tickets[6]]).Order(), (await scene.FindingsAsync(Token)).Select(finding => finding.ExternalId).Order());
        Assert.True(await scene.HasAsync($"SELECT state = 'Closed' FROM reports WHERE external_id = '{tickets[2]}'"));
        Assert.True(await scene.HasAsync($"SELECT count(*) = 1 FROM contributions WHERE external_id LIKE '{tickets[1]}#%'"));
        Assert.Empty(scene.ContactCenter.Doubles);

        await TheVerbAsync(tickets[4..7]);
    }

    [Fact]
    public async Task A_report_of_lapor_that_left_the_agency_is_for_a_person_and_a_hidden_redaction_is_fetched()
    {
        var ids = Enumerable.Range(0, 5).Select(_ => scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan rusak", Road))).ToList();
        scene.Poll("sp4n");
        await scene.CalmAsync("sp4n", 5, Token);
        Assert.Equal(0, (await scene.ReconcileAsync("sp4n", repair: true, Token)).New);

        scene.Lapor.Desk.ChangeDisposition(ids[0], "77");
        scene.Lapor.Desk.EditBehindTheFeed(ids[1], report => report.ContentFinal = "(disunting admin) Jalan tol berlubang.");
        var run = await scene.ReconcileAsync("sp4n", repair: true, Token);
        Assert.Equal((2, 1), (run.New, run.Repaired));
        await scene.ReadAsync(Token);

        Assert.Equal(1, (await scene.ReconcileAsync("sp4n", repair: true, Token)).Settled);
        Assert.True(await scene.HasAsync($"SELECT text LIKE '(disunting admin)%' FROM reports WHERE external_id = '{ids[1]}'"));
        Assert.Equal([$"{ids[0]} MissingThere"], (await scene.FindingsAsync(Token)).Select(finding => $"{finding.ExternalId} {finding.Class}"));
    }

    [Fact]
    public async Task A_status_that_is_taken_and_not_shown_is_told_once_more_as_the_same_operation()
    {
        HashSet<string> swallowed = [];
        scene.ContactCenter.Swallows = (operation, _) => swallowed.Add(operation);
        scene.Lapor.Desk.Swallows = write => swallowed.Add(write.OperationId);
        scene.ContactCenter.AddTicket(Draft());
        scene.Lapor.Desk.AddReport(new Sp4nLaporSubmission("Jalan rusak", Road));
        scene.Poll("cc158");
        scene.Poll("sp4n");
        await scene.CalmAsync("cc158", 1, Token);
        await scene.CalmAsync("sp4n", 1, Token);
        var told = int.Parse(await scene.ScalarAsync("SELECT count(*) FROM status_ledger WHERE outcome = 'Delivered'"), null);

        foreach (var channel in (string[])["cc158", "sp4n"])
        {
            var listed = await scene.ReconcileAsync(channel, repair: false, Token);
            Assert.Equal(listed.New, (await scene.FindingsAsync(Token)).Count(finding => finding.Channel == channel && finding.Class == "Late"));
            Assert.True(listed.New > 0);
            Assert.Equal(1, (await scene.ReconcileAsync(channel, repair: true, Token)).Repaired);
            await scene.CalmAsync(channel, 1, Token);
            await scene.ReconcileAsync(channel, repair: true, Token);
        }

        // The last status of each report was repeated, each once in effect; what stands behind a later one stays with the operator.
        Assert.True(await scene.HasAsync("SELECT count(*) = 2 FROM status_sightings WHERE repeated_at IS NOT NULL AND seen_at IS NOT NULL"));
        Assert.Equal(told, int.Parse(await scene.ScalarAsync("SELECT count(*) FROM status_ledger WHERE outcome = 'Delivered'"), null));
        Assert.All(await scene.FindingsAsync(Token), finding => Assert.Contains("later status", finding.WhatToDo, StringComparison.Ordinal));
        Assert.Empty(scene.ContactCenter.Doubles);
        Assert.Empty(scene.Lapor.Desk.DoubleEffects);
        Assert.Equal(1, scene.ContactCenter.Statuses.Count(status => swallowed.Contains(status.UpdateId)));
    }

    /// <summary>The verb ends with 1 while something is open, shows it in both forms, and with 0 after a person accepted it.</summary>
    private async Task TheVerbAsync(IReadOnlyList<string> open)
    {
        var table = await VerbAsync("reconcile", "--channel", "cc158");
        Assert.Equal(1, table.Code);
        Assert.All(open, id => Assert.Contains(id, table.Output, StringComparison.Ordinal));
        var json = await VerbAsync("reconcile", "--format", "json");
        Assert.Equal((1, open.Count), (json.Code, JsonElement.Parse(json.Output).GetProperty("open").GetInt32()));

        foreach (var id in open)
        {
            Assert.Equal(0, (await VerbAsync("reconcile", "accept", id, "--reason", "Diketahui operator 158.", "--by", "Biro")).Code);
        }

        Assert.Equal(0, (await VerbAsync("reconcile", "list")).Code);
        Assert.Equal("3", await scene.ScalarAsync("SELECT count(*) FROM operator_acts WHERE verb = 'reconcile.accept'"));
        Assert.Equal(64, (await VerbAsync("reconcile", "--channel", "tidakada")).Code);
        Assert.Equal(64, (await VerbAsync("reconcile", "--file", scene.Configuration)).Code);
    }

    private Task<HubVerb> VerbAsync(params string[] words) => HubProcess.RunAsync([.. words, "--config", scene.Configuration], Token);

    private static TicketDraft Draft() => new("Jalan berlubang", Road);
}
