using System.Text;
using Hub.Contracts.Channels;
using Hub.Contracts.Messages;
using Hub.Contracts.Reports;
using Hub.Router.Intake;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Retention;
using Hub.Router.Routing;
using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

public class UnitFilesTests
{
    private const string Unit = "DJBM";

    private static readonly byte[] Pdf = Encoding.ASCII.GetBytes("%PDF-1.4\n%%EOF\n");
    private static readonly byte[] Picture = [0xFF, 0xD8, 0xFF, 0xE1, 0, 9, .. "GPS-6.5"u8, 0xFF, 0xDA, 0, 3, 1, 0x11, 0xFF, 0xD9];

    [Fact]
    public async Task A_unit_s_file_is_sealed_and_its_alone_also_after_the_report_went_elsewhere()
    {
        await using var rig = await RouterRig.StartAsync();
        var (files, report) = (rig.Get<UnitFiles>(), await AssignedAsync(rig));
        var kept = Assert.IsType<UnitFileResult.Kept>(await files.AddAsync((Unit, report, "k"), Pdf, "surat +62 812 3456 7890.pdf", 20, default)).File;

        var row = Assert.Single(await rig.AllAsync<UnitFile>());
        Assert.DoesNotContain("%PDF", Encoding.Latin1.GetString(row.Sealed!), StringComparison.Ordinal);
        Assert.Equal("surat [telepon].pdf", row.FileName);
        Assert.Equal(Pdf, Assert.IsType<UnitFileFind.Found>(await files.FindAsync(Unit, report, kept.Id, default)).Bytes);
        Assert.IsType<UnitFileFind.NotThere>(await files.FindAsync("DJSDA", report, kept.Id, default));

        await rig.SqlAsync($"UPDATE reports SET unit = 'DJSDA' WHERE id = {report}");
        Assert.IsType<UnitFileFind.NotThere>(await files.FindAsync(Unit, report, kept.Id, default));
        Assert.IsType<UnitFileFind.NotThere>(await files.FindAsync("DJSDA", report, kept.Id, default));
        Assert.IsType<UnitFileResult.NoReport>(await files.AddAsync((Unit, report, "k2"), Pdf, null, 20, default));
        Assert.Empty((await rig.Get<UnitInbox>().FindAsync("DJSDA", report, default))!.OwnFiles);
    }

    [Fact]
    public async Task The_same_key_is_one_file_another_content_under_it_none_and_there_is_a_limit()
    {
        await using var rig = await RouterRig.StartAsync();
        var (files, report) = (rig.Get<UnitFiles>(), await AssignedAsync(rig));

        var first = Assert.IsType<UnitFileResult.Kept>(await files.AddAsync((Unit, report, "k"), Pdf, null, 1, default));
        Assert.Equal(first, await files.AddAsync((Unit, report, "k"), Pdf, null, 1, default));
        Assert.IsType<UnitFileResult.OtherContent>(await files.AddAsync((Unit, report, "k"), Picture, null, 1, default));
        Assert.IsType<UnitFileResult.TooMany>(await files.AddAsync((Unit, report, "k2"), Picture, null, 1, default));
        Assert.IsType<UnitFileResult.UnknownKind>(await files.AddAsync((Unit, report, "k3"), "<svg/>"u8.ToArray(), null, 1, default));
        Assert.Single(await rig.AllAsync<UnitFile>());
    }

    [Fact]
    public async Task Of_an_anonymous_reporter_a_picture_comes_without_its_words_and_another_kind_not_at_all()
    {
        await using var rig = await RouterRig.StartAsync();
        var open = await AttachedAsync(rig, "r-1", anonymous: false);
        var hidden = await AttachedAsync(rig, "r-2", anonymous: true);
        var files = rig.Get<UnitFiles>();

        Assert.Equal(Picture, Assert.IsType<UnitFileFind.Found>(await files.FindAsync(Unit, open.Report, open.Picture, default)).Bytes);
        Assert.IsType<UnitFileFind.Found>(await files.FindAsync(Unit, open.Report, open.Letter, default));
        var stripped = Assert.IsType<UnitFileFind.Found>(await files.FindAsync(Unit, hidden.Report, hidden.Picture, default));
        Assert.DoesNotContain("GPS", Encoding.Latin1.GetString(stripped.Bytes), StringComparison.Ordinal);
        Assert.IsType<UnitFileFind.Withheld>(await files.FindAsync(Unit, hidden.Report, hidden.Letter, default));
        Assert.IsType<UnitFileFind.NotThere>(await files.FindAsync(Unit, open.Report, hidden.Picture, default));
    }

    [Fact]
    public async Task A_file_that_is_not_fetched_yet_or_gone_says_so()
    {
        await using var rig = await RouterRig.StartAsync();
        var (report, picture, letter) = await AttachedAsync(rig, "r-1", anonymous: false);
        await rig.SqlAsync($"UPDATE attachments SET state = 'Pending', sealed = NULL WHERE id = {picture}");
        await rig.SqlAsync($"UPDATE attachments SET state = 'Gone', sealed = NULL WHERE id = {letter}");

        Assert.IsType<UnitFileFind.NotYet>(await rig.Get<UnitFiles>().FindAsync(Unit, report, picture, default));
        Assert.IsType<UnitFileFind.Gone>(await rig.Get<UnitFiles>().FindAsync(Unit, report, letter, default));
    }

    [Fact]
    public async Task A_word_that_names_another_unit_s_file_is_unusable_and_holds_no_neighbour()
    {
        await using var rig = await RouterRig.StartAsync();
        var (first, second) = (await AssignedAsync(rig), await AssignedAsync(rig, "r-2"));
        var file = Assert.IsType<UnitFileResult.Kept>(await rig.Get<UnitFiles>().AddAsync((Unit, first, "k"), Pdf, null, 20, default)).File.Id;
        UnitStatus Says(Guid report) => new() { ReportId = report, Status = "in_progress", Attachments = [file] };

        var results = await rig.Get<UnitStatusDesk>().SayAsync([new UnitWord(Unit, "e-1", Says(second)), new UnitWord(Unit, "e-2", Says(first))], default);

        Assert.IsType<UnitStatusResult.Unusable>(results[0].Result);
        Assert.IsType<UnitStatusResult.Taken>(results[1].Result);
        Assert.Contains(await rig.AllAsync<TimelineEntry>(), line => line.ReportId == first && line.Text.Contains($"Lampiran unit: {file}", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Its_bytes_go_with_those_of_the_reporter_when_their_time_is_over()
    {
        await using var rig = await RouterRig.StartAsync(("Retention:Attachments", "30.00:00:00"));
        var (files, report) = (rig.Get<UnitFiles>(), await AssignedAsync(rig));
        var file = Assert.IsType<UnitFileResult.Kept>(await files.AddAsync((Unit, report, "k"), Pdf, null, 20, default)).File.Id;
        rig.Clock.Advance(TimeSpan.FromDays(31));
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.IsType<UnitFileFind.Found>(await files.FindAsync(Unit, report, file, default));

        await rig.SqlAsync($"UPDATE reports SET state = {nameof(ReportState.Closed)} WHERE id = {report}");
        await rig.Get<Housekeeping>().CleanAsync(default);
        Assert.IsType<UnitFileFind.Gone>(await files.FindAsync(Unit, report, file, default));
    }

    private static async Task<(Guid Report, Guid Picture, Guid Letter)> AttachedAsync(RouterRig rig, string id, bool anonymous)
    {
        await rig.ReadAsync(Items.Report(id) with
        {
            Sensitivity = new Sensitivity(anonymous, false),
            Attachments = [new InboundAttachment($"{id}-p", "image/jpeg", "foto.jpg"), new InboundAttachment($"{id}-l", "application/pdf", "surat.pdf")],
        });
        var report = (await rig.ReportAsync(id)).Id;
        await rig.Get<ReportRouting>().RouteAsync([report], default);
        var (picture, letter) = (rig.Get<Seal>().Close(Picture, AttachmentFetch.Purpose), rig.Get<Seal>().Close(Pdf, AttachmentFetch.Purpose));
        await rig.SqlAsync($"UPDATE attachments SET state = 'Stored', sealed = {picture} WHERE external_id = {id + "-p"}");
        await rig.SqlAsync($"UPDATE attachments SET state = 'Stored', sealed = {letter} WHERE external_id = {id + "-l"}");
        var rows = await rig.AllAsync<Attachment>();
        return (report, rows.Single(row => row.ExternalId == $"{id}-p").Id, rows.Single(row => row.ExternalId == $"{id}-l").Id);
    }

    private static async Task<Guid> AssignedAsync(RouterRig rig, string id = "r-1")
    {
        await rig.ReadAsync(Items.Report(id));
        var report = (await rig.ReportAsync(id)).Id;
        await rig.Get<ReportRouting>().RouteAsync([report], default);
        return report;
    }
}
