using Hub.Contracts.Reports;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Privacy;
using Hub.Router.Reconciliation;
using Hub.Router.Routing;
using Hub.Router.Units;

namespace Hub.Router.Lifecycle;

/// <summary>Who opens an ended report again, why, and since when by their clock.</summary>
/// <param name="How">One of <see cref="ReopenedHow"/>.</param>
internal sealed record ReopenWish(string How, string By, string Text, DateTimeOffset At)
{
    public string? ChannelWord { get; init; }
}

internal static class ReopenedHow
{
    public const string Operator = "operator";
    public const string Channel = "channel";
    public const string Reporter = "reporter";
}

/// <summary>What became of a wish to open a report again. The two cases are the whole list.</summary>
internal abstract record ReopenResult
{
    private ReopenResult()
    {
    }

    public sealed record Done(Report Report) : ReopenResult;

    public sealed record Refused(string Reason) : ReopenResult;
}

/// <summary>
/// The one way out of an end. Within the window a reopened report goes straight back to the unit that had it, as a new
/// assignment; without such a unit, or when a channel opens it after the window, a person decides.
/// </summary>
internal sealed class ReportReopening(ReportChanges changes, ReportRouting routing, IReopenWindow window, UnitDirectory directory, TimeProvider clock)
{
    /// <param name="report">As it was read.</param>
    public async Task<ReopenResult> ReopenAsync(StoreWrite write, Report report, ReopenWish wish, CancellationToken cancellationToken)
    {
        var until = ReportTransitions.IsEnd(report.State) ? window.Until(report) : null;
        var inWindow = until is not { } end || wish.At <= end;
        if (!inWindow && wish.How != ReopenedHow.Channel)
        {
            return await RefuseAsync(write, (report, until!.Value), wish, cancellationToken);
        }

        var opened = await changes.ApplyAsync(write, report.Id, Change(wish, report), cancellationToken);
        var moved = opened is { Moved: true };
        if (moved || wish.How == ReopenedHow.Channel)
        {
            // Also where nothing has ended yet: the end that the channel has undone may still arrive.
            await write.Db.InsertNewAsync([Row(report, wish, inWindow)], cancellationToken);
        }

        return moved ? await OnwardAsync(write, opened!.Report, (wish, inWindow), cancellationToken) : new ReopenResult.Refused(WhyNot(opened));
    }

    private static string WhyNot(ChangeResult? opened) =>
        opened?.Judgement is TransitionResult.Forbidden forbidden ? forbidden.Reason : "Somebody else changed the report in the meantime; look at it again.";

    private async Task<ReopenResult> OnwardAsync(StoreWrite write, Report opened, (ReopenWish Wish, bool InWindow) how, CancellationToken cancellationToken)
    {
        var onward = await routing.SaveAsync(write, opened, Onward(opened, how.Wish, how.InWindow), cancellationToken);
        return new ReopenResult.Done(onward?.Report ?? opened);
    }

    private async Task<ReopenResult> RefuseAsync(StoreWrite write, (Report Report, DateTimeOffset Until) over, ReopenWish wish, CancellationToken cancellationToken)
    {
        var (report, until) = (over.Report, over.Until.UtcDateTime);
        var line = $"Tidak dibuka kembali: batas waktunya {until:yyyy-MM-dd HH:mm}Z. {IdentityMask.Mask(wish.Text).Text}";
        await write.Db.InsertAsync([changes.Line(report, wish.By, ReportState.Reopened, (TimelineKinds.Refused, line))], cancellationToken);
        return new ReopenResult.Refused(
            $"It ended at {report.StateAt.UtcDateTime:yyyy-MM-dd HH:mm}Z and could be opened again until {until:yyyy-MM-dd HH:mm}Z; let the reporter send a new report.");
    }

    private static StateChange Change(ReopenWish wish, Report report) => new(ReportState.Reopened, wish.By, IdentityMask.Mask(wish.Text).Text, wish.At)
    {
        DecidedOn = report.State,
        FromChannel = wish.How == ReopenedHow.Channel,
        ChannelWord = wish.ChannelWord,
    };

    private Decided Onward(Report report, ReopenWish wish, bool inWindow)
    {
        var unit = report.Unit is { } code ? directory.Current(code, Jakarta.DayOf(clock.GetUtcNow())) : null;
        var why = IdentityMask.Mask(wish.Text).Text;
        return unit is { IsExternal: false } && inWindow
            ? new Decided(RoutingOutcome.Assigned, wish.By, $"Dibuka kembali. {why}") { Unit = unit.Code }
            : new Decided(RoutingOutcome.Triage, wish.By, inWindow ? $"Dibuka kembali; perlu ditentukan unitnya. {why}" : $"Dibuka kembali oleh kanal setelah batas waktunya; perlu keputusan petugas. {why}") { SuggestedUnit = unit?.Code };
    }

    private static Reopening Row(Report ended, ReopenWish wish, bool inWindow) => new()
    {
        ReportId = ended.Id,
        At = wish.At,
        Ended = ended.State,
        EndedAt = ended.StateAt,
        How = wish.How,
        By = wish.By,
        InWindow = inWindow,
    };
}
