using Hub.Contracts.Messages;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Microsoft.Extensions.Options;

namespace Hub.Router.Units;

/// <summary>What a unit is told, as CloudEvents on the way it has chosen; units that pull need nothing sent.</summary>
internal sealed class UnitPosts(IOptions<UnitOptions> options, BusMessages messages, HubIds ids, TimeProvider clock)
{
    public const string AssignedType = "id.go.pu.hub.report.assigned.v1";
    public const string AmendedType = "id.go.pu.hub.report.amended.v1";
    public const string DeadlineType = "id.go.pu.hub.report.deadline.v1";
    public const string AnswerRefusedType = "id.go.pu.hub.report.answer.refused.v1";
    public const string MovedType = "id.go.pu.hub.report.moved.v1";
    public const string Source = "https://pu.go.id/hub";

    internal static readonly SetStatement Showing = new(
        "SELECT report_id, id, media_type, file_name, size FROM attachments WHERE report_id = ANY ($1)",
        "SELECT report_id, id, media_type, file_name, size FROM attachments WHERE report_id = @p0");

    /// <summary>A word of the unit may have left before the unit saw what the hub sent at that moment.</summary>
    private static readonly TimeSpan Crossing = TimeSpan.FromMinutes(10);

    public async Task AssignedAsync(StoreWrite write, IReadOnlyList<Report> reports, CancellationToken cancellationToken)
    {
        var sent = reports.Where(report => report.Unit is { } unit && options.Value.ViaOf(unit) is not UnitVia.Pull).ToList();
        if (sent.Count == 0)
        {
            return;
        }

        var attachments = (await write.Db.AskAsync(
            (Showing, [sent.Select(report => report.Id).ToArray()]),
            static file => (Report: file.GetGuid(0), Shown: new UnitAttachment(file.GetGuid(1), file.GetString(2), file.IsDBNull(3) ? null : file.GetString(3), file.IsDBNull(4) ? null : file.GetInt64(4))),
            cancellationToken)).ToLookup(file => file.Report, file => file.Shown);

        await PostAsync(
            write,
            sent.ConvertAll(report => (report, (Func<Guid, string>)(id => Fit(id, Assignment(report, [.. attachments[report.Id]]))))),
            cancellationToken);
    }

    /// <summary>The citizen added something to a report the unit has.</summary>
    public async Task AmendedAsync(StoreWrite write, Report report, string text, CancellationToken cancellationToken)
    {
        if (report.Unit is { } unit && options.Value.ViaOf(unit) is not UnitVia.Pull)
        {
            var data = new UnitAmendment(report.Id, report.Number, unit, text, clock.GetUtcNow());
            await PostAsync(write, [(report, id => BusLimits.Fit(data, fitting => RouterJson.Write(Event(id, AmendedType, report.Number, fitting))))], cancellationToken);
        }
    }

    /// <summary>Deadlines are told to the unit and to those above it, each of whom is named in what is told.</summary>
    public Task DeadlinesAsync(StoreWrite write, IReadOnlyList<(Report Report, UnitDeadline Data)> deadlines, CancellationToken cancellationToken) => PostAsync(
        write,
        [
            .. deadlines.Where(one => options.Value.ViaOf(one.Data.Unit) is not UnitVia.Pull).Select(one => (
                one.Report with { Unit = one.Data.Unit },
                (Func<Guid, string>)(id => RouterJson.Write(Event(id, DeadlineType, one.Data.Number, one.Data))))),
        ],
        cancellationToken);

    /// <summary>A person did not let an answer of the unit go out.</summary>
    /// <param name="report">With the unit that gave the answer.</param>
    public async Task AnswerRefusedAsync(StoreWrite write, Report report, string reason, CancellationToken cancellationToken)
    {
        if (report.Unit is { } unit && options.Value.ViaOf(unit) is not UnitVia.Pull)
        {
            var data = new UnitAnswerRefused(report.Id, report.Number, unit, reason, clock.GetUtcNow());
            await PostAsync(write, [(report, id => RouterJson.Write(Event(id, AnswerRefusedType, report.Number, data)))], cancellationToken);
        }
    }

    /// <summary>The work of a unit that ended goes on elsewhere.</summary>
    /// <param name="report">With the unit that had it.</param>
    /// <param name="move">Who carries it on, null when a person decides; and why.</param>
    public async Task MovedAsync(StoreWrite write, Report report, (string? To, string Reason) move, CancellationToken cancellationToken)
    {
        if (report.Unit is { } unit && options.Value.ViaOf(unit) is not UnitVia.Pull)
        {
            var data = new UnitMoved(report.Id, report.Number, unit, move.To, move.Reason, clock.GetUtcNow());
            await PostAsync(write, [(report, id => RouterJson.Write(Event(id, MovedType, report.Number, data)))], cancellationToken);
        }
    }

    public static UnitAssignment Assignment(Report report, IReadOnlyList<UnitAttachment> attachments) => new()
    {
        ReportId = report.Id,
        Number = report.Number,
        Channel = report.Channel,
        Unit = report.Unit!,
        Text = report.Text,
        ReceivedAt = report.ReceivedAt,
        Title = report.Title,
        Category = report.Category,
        Class = report.Class,
        Place = report.ReadPlace(),
        Anonymous = report.Anonymous,
        Secret = report.Secret,
        ReporterRef = report.Anonymous ? null : report.ReporterRef,
        Reason = report.Reason,
        Attachments = attachments,
    };

    private string Fit(Guid id, UnitAssignment data) => BusLimits.Fit(data, fitting => RouterJson.Write(Event(id, AssignedType, data.Number, fitting)));

    private async Task PostAsync(StoreWrite write, List<(Report Report, Func<Guid, string> Body)> posts, CancellationToken cancellationToken)
    {
        var now = clock.GetUtcNow();
        List<UnitEvent> queued = [];
        List<UnitDelivery> pushed = [];
        foreach (var (report, body) in posts)
        {
            var (id, unit) = (ids.Next(), report.Unit!);
            if (options.Value.ViaOf(unit) is UnitVia.Queue)
            {
                var kept = Kept(id, report, body(id), now);
                queued.Add(kept);
                write.SendKept(messages.UnitEvent(unit, id, kept.Body, (report.Id, report.Version)));
            }
            else
            {
                pushed.Add(new UnitDelivery { Id = id, ReportId = report.Id, Unit = unit, Sequence = report.Version, Body = body(id), CreatedAt = now, NextAt = now + UnitDeliveries.Young });
                write.Send(messages.DeliverToUnit(id, unit, (report.Id, report.Version)));
            }
        }

        await write.Db.InsertAsync(queued, cancellationToken);
        await write.Db.InsertAsync(pushed, cancellationToken);
    }

    private UnitEvent Kept(Guid id, Report report, string body, DateTimeOffset now) => new()
    {
        Id = id,
        ReportId = report.Id,
        Unit = report.Unit!,
        Sequence = report.Version,
        Body = body,
        CreatedAt = now,
        SettlesAt = now + Crossing,
        NextAt = now + options.Value.ResendSilentAfter,
    };

    private CloudEvent<T> Event<T>(Guid id, string type, string subject, T data) =>
        new("1.0", id.ToString(), Source, type, subject, clock.GetUtcNow(), "application/json", data);
}
