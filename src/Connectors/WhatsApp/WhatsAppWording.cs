using System.Collections.Frozen;
using Hub.Contracts.Channels;
using Hub.Contracts.Reports;

namespace Hub.Connectors.WhatsApp;

/// <summary>What the citizen reads in each state: the short word and the sentence of a free message, and the template outside the window.</summary>
internal sealed record WhatsAppPhrase(string Status, Func<OutboundStatus, string> Sentence, Func<WhatsAppTemplates, string> Template);

/// <summary>Indonesian, polite, short. A state that is not here is not told.</summary>
internal static class WhatsAppWording
{
    /// <summary>Meta's limit is 4096 (CHANNELS 1.9); the rest of the message needs some room.</summary>
    public const int LongestNote = 3000;

    /// <summary>The note as a parameter of a template, on one line.</summary>
    public const int LongestParameter = 400;

    private const int LongestText = 4096;
    private const string NoNote = "Tidak ada keterangan tambahan.";

    public static readonly FrozenDictionary<ReportState, WhatsAppPhrase> Phrases = new Dictionary<ReportState, WhatsAppPhrase>
    {
        [ReportState.Received] = new("diterima", _ => "telah kami terima dan akan segera diperiksa. Terima kasih atas laporan Anda.", templates => templates.Received),
        [ReportState.Assigned] = new("diteruskan", status => $"telah diteruskan kepada {UnitOf(status)}.", templates => templates.Forwarded),
        [ReportState.InProgress] = new("sedang ditangani", status => $"sedang ditangani oleh {UnitOf(status)}.", templates => templates.InProgress),
        [ReportState.WaitingReporter] = new("menunggu keterangan Anda", _ => "memerlukan keterangan tambahan dari Anda. Mohon balas pesan ini.", templates => templates.NeedsAnswer),
        [ReportState.Answered] = new("ditindaklanjuti", status => $"telah ditindaklanjuti oleh {UnitOf(status)}.", templates => templates.InProgress),
        [ReportState.NotOurs] = new("bukan kewenangan kami", NotOurs, templates => templates.Forwarded),
        [ReportState.Postponed] = new("ditunda", status => $"ditunda penanganannya oleh {UnitOf(status)}.", templates => templates.InProgress),
        [ReportState.Archived] = new("diarsipkan", _ => "telah diarsipkan.", templates => templates.Done),
        [ReportState.Closed] = new("selesai", _ => "dinyatakan selesai. Terima kasih atas partisipasi Anda.", templates => templates.Done),
    }.ToFrozenDictionary();

    /// <summary>The free message inside the window.</summary>
    public static string TextOf(OutboundStatus status, WhatsAppPhrase phrase)
    {
        var sentence = $"Laporan Anda nomor {status.ReportNumber} {phrase.Sentence(status)}";
        return WhatsAppText.Shortened(NoteOf(status) is "" ? sentence : $"{sentence}\n\n{NoteOf(status)}", LongestText);
    }

    /// <summary>The template outside the window. No parameter is ever empty (CHANNELS 1.10).</summary>
    public static WhatsAppTemplate TemplateOf(OutboundStatus status, WhatsAppPhrase phrase, WhatsAppTemplates templates) =>
        new(phrase.Template(templates), new WhatsAppLanguage(templates.Language),
        [
            new WhatsAppComponent("body",
            [
                new WhatsAppParameter("nomor", Parameter(status.ReportNumber, "-")),
                new WhatsAppParameter("status", Parameter(phrase.Status + PlaceOf(status), phrase.Status)),
                new WhatsAppParameter("keterangan", Parameter(NoteOf(status), NoNote)),
            ]),
        ]);

    private static string NoteOf(OutboundStatus status) => status.IsWordedByHub ? "" : status.PublicNote.Trim();

    private static string NotOurs(OutboundStatus status) => string.IsNullOrWhiteSpace(status.Addressee)
        ? "bukan kewenangan kami."
        : $"bukan kewenangan kami. Silakan sampaikan kepada {status.Addressee.Trim()}.";

    private static string UnitOf(OutboundStatus status) => string.IsNullOrWhiteSpace(status.UnitName) ? "unit kerja terkait" : status.UnitName.Trim();

    private static string PlaceOf(OutboundStatus status) => status.State switch
    {
        ReportState.Assigned when !string.IsNullOrWhiteSpace(status.UnitName) => $" kepada {status.UnitName.Trim()}",
        ReportState.InProgress or ReportState.Answered or ReportState.Postponed when !string.IsNullOrWhiteSpace(status.UnitName) => $" oleh {status.UnitName.Trim()}",
        ReportState.NotOurs when !string.IsNullOrWhiteSpace(status.Addressee) => $"; silakan sampaikan kepada {status.Addressee.Trim()}",
        _ => string.Empty,
    };

    private static string Parameter(string text, string otherwise)
    {
        var line = WhatsAppText.OneLine(text);
        return WhatsAppText.Shortened(line.Length > 0 ? line : otherwise, LongestParameter);
    }
}
