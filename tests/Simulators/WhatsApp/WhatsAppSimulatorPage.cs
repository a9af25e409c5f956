using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;

namespace Hub.Simulators.WhatsApp;

/// <summary>The page on which one sees what a citizen would see: each conversation with what was sent and what came back.</summary>
internal static class WhatsAppSimulatorPage
{
    private const string Style = """
        body{font:15px/1.5 system-ui,sans-serif;margin:0;background:#f1f4f3;color:#1d2b28}
        header{background:#0b5d4e;color:#fff;padding:1rem 1.5rem}h1{font-size:1.2rem;margin:0}header p{margin:.2rem 0 0}
        main{max-width:60rem;margin:1.5rem auto;padding:0 1rem}section{background:#fff;border:1px solid #d5dedb;border-radius:.5rem;padding:1rem;margin-bottom:1rem}
        h2{font-size:1rem;margin:0 0 .5rem}ol{list-style:none;margin:0;padding:0}li{max-width:75%;padding:.4rem .7rem;border-radius:.5rem;margin:.35rem 0;white-space:pre-wrap;overflow-wrap:anywhere}
        li.warga{background:#eceff1}li.hub{background:#d9f2e4;margin-left:auto}li.ulang{outline:2px solid #b3261e}small{display:block;color:#4b5a56}
        """;

    public static string Render(WhatsAppSimulatorLedger ledger, int pending)
    {
        var (sent, received) = (ledger.Sent, ledger.Received);
        var html = new StringBuilder($"""
            <!doctype html><html lang="id"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
            <title>Simulator WhatsApp</title><style>{Style}</style></head><body>
            <header><h1>Simulator WhatsApp</h1><p>{sent.Count} pesan warga, {received.Count} pesan dari hub, {ledger.Repeats.Count} berulang, {pending} belum diterima hub</p></header><main>
            """);

        var keys = sent.Select(message => message.From.Key).Concat(received.Select(message => message.To)).Distinct().ToList();
        foreach (var key in keys)
        {
            AppendConversation(html, key, [.. sent.Where(message => message.From.Key == key)], [.. received.Where(message => message.To == key)]);
        }

        return html.Append(keys.Count is 0 ? "<p>Belum ada percakapan.</p>" : string.Empty).Append("</main></body></html>").ToString();
    }

    private static void AppendConversation(StringBuilder html, string key, List<WhatsAppSent> sent, List<WhatsAppReceived> received)
    {
        html.Append("<section><h2>").Append(Text(sent.Count > 0 ? $"{sent[0].From.Name} ({key})" : key)).Append("</h2><ol>");
        var lines = sent.Select(message => (message.At, Class: "warga", Note: message.Kind, message.Text))
            .Concat(received.Select(message => (message.At, Class: message.Repeat > 0 ? "hub ulang" : "hub", Note: Note(message), message.Text)))
            .OrderBy(line => line.At);

        foreach (var line in lines)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li class=\"{line.Class}\">{Text(line.Text)}<small>{line.At:yyyy-MM-dd HH:mm:ss} UTC, {Text(line.Note)}</small></li>");
        }

        html.Append("</ol></section>");
    }

    private static string Note(WhatsAppReceived message) =>
        (message.Kind is "template" ? "templat" : "teks") + (message.Repeat > 0 ? ", BERULANG" : string.Empty) + $", {message.OperationId ?? "tanpa nomor operasi"}";

    private static string Text(string text) => HtmlEncoder.Default.Encode(text);
}
