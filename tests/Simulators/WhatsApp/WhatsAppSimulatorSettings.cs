namespace Hub.Simulators.WhatsApp;

/// <summary>What Meta and the hub have agreed on. The defaults fit each other and belong to nobody.</summary>
public sealed record WhatsAppSimulatorSettings
{
    public string PhoneNumberId { get; init; } = "110000000000158";

    public string BusinessAccountId { get; init; } = "220000000000158";

    public string DisplayNumber { get; init; } = "+62 811-0000-158";

    public string AppSecret { get; init; } = "rahasia-aplikasi-simulator";

    public string AccessToken { get; init; } = "token-simulator-whatsapp";

    public string VerifyToken { get; init; } = "verifikasi-simulator-wa";

    public IReadOnlyList<string> Templates { get; init; } =
        ["laporan_diterima", "laporan_diteruskan", "laporan_ditindaklanjuti", "laporan_selesai", "laporan_butuh_keterangan"];

    /// <summary>What Meta reports of each message it took, in this order.</summary>
    public IReadOnlyList<string> Receipts { get; init; } = ["sent", "delivered", "read"];

    /// <summary>Refuse more than one message in six seconds to one citizen (131056).</summary>
    public bool PairRate { get; init; }

    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(1);

    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromMinutes(1);

    public int Port { get; init; }

    public int Seed { get; init; } = 1;

    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>Where the hub takes notifications; may be set later, nothing is lost until then.</summary>
    public Uri? HubWebhook { get; init; }
}
