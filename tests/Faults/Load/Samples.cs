using System.Globalization;
using Hub.Simulators.Demo;

namespace Hub.Faults.Load;

/// <summary>Which channel a report comes through.</summary>
internal enum LoadChannel
{
    WhatsApp,
    ContactCenter,
    Lapor,
}

/// <summary>One report that a citizen is going to send.</summary>
/// <param name="Number">Running number; also the citizen's.</param>
internal sealed record PlannedReport(int Number, LoadChannel Channel, string Scenario, string Text)
{
    public required string Place { get; init; }

    public bool Anonymous { get; init; }

    public bool Secret { get; init; }

    public bool Doubled { get; init; }

    /// <summary>Comes with a photo.</summary>
    public bool Photo { get; init; }

    /// <summary>Leaves late, so that later ones overtake it.</summary>
    public bool Late { get; init; }
}

/// <summary>The citizens' reports, by seed and number: the demo's texts with whatever people paste behind them (RELIABILITY 3.4).</summary>
internal sealed class Samples(int seed, Canaries canaries)
{
    private readonly IReadOnlyList<DemoReport> texts = DemoReports.Read(null);

    private static readonly string[] Naughty =
    [
        "",
        "",
        "",
        " \u202Eterbalik\u202C dan kembali",
        " 😰🚧🏚️ 👨‍👩‍👧",
        " =HYPERLINK(\"http://contoh.test\",\"klik\")",
        " <script>alert('x')</script><b>tebal</b>",
        "\r\n\tbaris baru\r\n\r\nakhir",
        " \u001b[31mmerah\u001b[0m",
        " '; DROP TABLE reports; -- ",
        " %00 ${jndi:ldap://contoh.test} {{7*7}}",
        " a\u0301e\u0308 ﷽ ‮ ​",
    ];

    public PlannedReport Of(int number)
    {
        var dice = new Random(Seeds.Of(seed, 1, number));
        var text = texts[dice.Next(texts.Count)];
        var naughty = dice.Next(Naughty.Length);
        var identity = dice.Next(5);
        var channel = dice.Next(10) switch { < 6 => LoadChannel.WhatsApp, < 8 => LoadChannel.ContactCenter, _ => LoadChannel.Lapor };
        var polled = channel is not LoadChannel.WhatsApp;
        var secret = channel is LoadChannel.Lapor && dice.NextDouble() < 0.25;
        return new PlannedReport(
            number,
            channel,
            string.Create(CultureInfo.InvariantCulture, $"{text.Id}/{naughty}/{identity}{(secret ? "/rahasia" : "")}"),
            text.Text + Naughty[naughty] + Identity(identity, number))
        {
            Place = text.LocationHint,
            Anonymous = polled && dice.NextDouble() < 0.5,
            Secret = secret,
            Doubled = dice.NextDouble() < 0.05,
            Late = dice.NextDouble() < 0.02,
            Photo = !polled && dice.NextDouble() < 0.1,
        };
    }

    /// <summary>What people write into a text although nobody asked for it; the hub must not pass it on.</summary>
    private string Identity(int kind, int citizen) => kind switch
    {
        0 => $" Hubungi saya di 0{canaries.Phone(citizen)[2..]}.",
        1 => $" NIK saya {canaries.Nik(citizen)}.",
        2 => $" Balas ke {canaries.Email(citizen)}, terima kasih.",
        _ => "",
    };
}
