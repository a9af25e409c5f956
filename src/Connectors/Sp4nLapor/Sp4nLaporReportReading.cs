using System.Globalization;
using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.Sp4nLapor;

/// <summary>One report of the interface (CHANNELS 6.1).</summary>
internal static class Sp4nLaporReportReading
{
    public static void Read(JsonElement report, string path, Sp4nLaporFindings findings)
    {
        if (Sp4nLaporFields.TrackingId(report.Words("tracking_id")) is not { } trackingId)
        {
            findings.Unreadable(At(path, "tracking_id"), "bad_field", "A tracking id has 7 to 10 digits; without one the report cannot be told from others.");
            return;
        }

        if (Sp4nLaporTime.Read(report, "created_at") is not { } created)
        {
            findings.Unreadable(At(path, "created_at"), "bad_field", "The time of the report is missing or not RFC 3339; its deadlines cannot be counted.");
            return;
        }

        var text = Sp4nLaporWords.Prose(report.Words("content_final") ?? report.Words("content_initial"));
        var attachments = Attachments(report);
        if (text is null && report.Words("title") is null && attachments.Count == 0)
        {
            findings.Unreadable(path, "no_content", "The report has no title, no text and no attachment.");
            return;
        }

        if (created.Naive)
        {
            findings.Unreadable(At(path, "created_at"), "naive_time", "The time has no offset and was read as WIB; the report is kept.");
        }

        findings.Add(Build(report, path, findings) with
        {
            ExternalId = trackingId,
            OccurredAt = created.At,
            Text = text ?? "",
            Attachments = attachments,
        });
    }

    private static InboundReport Build(JsonElement report, string path, Sp4nLaporFindings findings)
    {
        var sensitivity = Sensitivity(report, path, findings);
        var word = Sp4nLaporWords.OneLine(report.Words("status"));
        var category = Category(report);
        return new InboundReport(path, "", default)
        {
            Text = "",
            Reporter = Reporter(report, sensitivity),
            Title = Sp4nLaporWords.OneLine(report.Words("title")),
            Class = Sp4nLaporFields.Class(report.Words("classification"), At(path, "classification"), findings),
            Category = category,
            Sensitivity = sensitivity,
            Place = Place(report, path, findings),
            ChannelWord = word,
            ChannelState = Sp4nLaporFields.State(word, At(path, "status"), findings),
            ContentVersion = Version(report, sensitivity, category),
        };
    }

    /// <summary>Support counts and ratings move without anything to decide and are left out.</summary>
    private static string Version(JsonElement report, Sensitivity sensitivity, string? category) => Sp4nLaporFields.Version(
    [
        .. Texts(report, "title", "content_initial", "content_final", "classification", "status", "status_reason", "province", "regency", "district", "village", "lat", "lon"),
        category,
        report.Child("disposed_agency") is { } agency ? agency.Words("id") : null,
        sensitivity.ToString(),
        .. report.Each("attachments").Select(attachment => attachment.GetRawText()),
    ]);

    private static IEnumerable<string?> Texts(JsonElement report, params IEnumerable<string> names) => names.Select(name => report.Words(name));

    /// <summary>A flag that is there and cannot be read hides rather than shows.</summary>
    private static Sensitivity Sensitivity(JsonElement report, string path, Sp4nLaporFindings findings)
    {
        return new Sensitivity(Flag("anonymous"), Flag("secret"));

        bool Flag(string name)
        {
            if (report.Flag(name) is { } known)
            {
                return known;
            }

            if (!report.Has(name))
            {
                return false;
            }

            findings.Unreadable(At(path, name), "unknown_word", $"The flag {name} is neither true nor false; it is taken as set, so that nothing is shown by mistake.");
            return true;
        }
    }

    private static ReporterIdentity Reporter(JsonElement report, Sensitivity sensitivity) =>
        !sensitivity.Anonymous && report.Child("reporter") is { } person
            ? Sp4nLaporFields.Reporter(person.Words("name"), person.Words("phone"), person.Words("email"))
            : new ReporterIdentity();

    private static string? Category(JsonElement report) => report.Child("category") is { } category
        ? Sp4nLaporWords.CategoryPath(category.Words("parent_name"), category.Words("name"))
        : Sp4nLaporWords.CategoryPath(report.Words("category"));

    private static ReportPlace? Place(JsonElement report, string path, Sp4nLaporFindings findings)
    {
        var (latitude, longitude) = (report.Number("lat"), report.Number("lon"));
        if (latitude is < -90 or > 90 || longitude is < -180 or > 180)
        {
            findings.Unreadable(At(path, "lat"), "bad_field", "The coordinates are not on the globe; the report is kept without them.");
            (latitude, longitude) = (null, null);
        }

        var place = new ReportPlace(
            Province: Sp4nLaporWords.OneLine(report.Words("province")),
            Regency: Sp4nLaporWords.OneLine(report.Words("regency")),
            District: Sp4nLaporWords.OneLine(report.Words("district")),
            Village: Sp4nLaporWords.OneLine(report.Words("village")),
            Latitude: latitude,
            Longitude: longitude);
        return place == new ReportPlace() ? null : place;
    }

    /// <summary>An attachment is an address, or an object that holds one.</summary>
    public static IReadOnlyList<InboundAttachment> Attachments(JsonElement item) => [.. item.Each("attachments").Select(Attachment).OfType<InboundAttachment>()];

    private static InboundAttachment? Attachment(JsonElement attachment) => attachment.ValueKind switch
    {
        JsonValueKind.String when attachment.GetString() is { Length: > 0 } address => new InboundAttachment(address, "application/octet-stream"),
        JsonValueKind.Object when (attachment.Words("url") ?? attachment.Words("id")) is { } address => new InboundAttachment(
            address,
            attachment.Words("media_type") ?? "application/octet-stream",
            attachment.Words("name"),
            attachment.Whole("size")),
        _ => null,
    };

    private static string At(string path, string member) => path.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"{path}.{member}") : member;
}
