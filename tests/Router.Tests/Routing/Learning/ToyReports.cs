using Hub.Router.Routing;

namespace Hub.Router.Tests.Routing.Learning;

/// <summary>Reports in words that no rule of <see cref="SmallKnowledge"/> knows, mixed by number: the same at every run.</summary>
internal static class ToyReports
{
    public const string Road = "BINA_MARGA";
    public const string River = "SDA";

    private static readonly string[] Fillers = ["mohon segera ditangani bapak", "sudah lama begini tolong dilihat", "terima kasih atas perhatian petugas", "warga merasa terganggu setiap hari", "kapan ada tindakan dari instansi"];

    private static readonly (string Topic, string[] Words)[] Subjects =
    [
        (Road, ["aspalnya gompal", "permukaan bolong besar", "pengendara terperosok bolong", "gompal di tikungan", "beton mengelupas gompal"]),
        (River, ["kali meluber", "limpasan kali setinggi lutut", "tanggul bocor meluber", "pintu air macet", "limpasan masuk rumah"]),
        (RoutingLabelNames.NotOurs, ["neon padam", "tiang neon redup", "gardu meledak padam", "neon berkedip", "redup sejak kemarin"]),
    ];

    private static readonly (string? Authority, string Words)[] Owners = [("local", "surat untuk pak kades"), ("national", "jalur antar provinsi"), ("unknown", "di tempat kami")];

    public static IReadOnlyList<TrainingReport> Many { get; } = [.. Enumerable.Range(0, 180).Select(One)];

    public static ModelProvenance Provenance { get; } = new("toy", Many.Count, "0");

    public static RoutingModel Model { get; } = RoutingTraining.Train(SmallKnowledge.Whole, Many, Provenance);

    private static TrainingReport One(int number)
    {
        var (topic, words) = Subjects[number % 3];
        var (authority, said) = Owners[number / 3 % 3];
        var text = $"{words[number / 9 % 5]} {Fillers[number / 7 % 5]} {said} {words[number / 2 % 5]} {Fillers[number % 5]}";
        return new TrainingReport($"toy-{number}", number % 2 == 0 ? words[number % 5] : null, text, null, topic, authority);
    }
}
