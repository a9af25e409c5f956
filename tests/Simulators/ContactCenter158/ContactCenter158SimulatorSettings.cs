namespace Hub.Simulators.ContactCenter158;

/// <summary>Credentials of the simulated vendor; they open nothing but this process.</summary>
public sealed record ContactCenter158SimulatorSettings
{
    public string AccessToken { get; init; } = "contoh-158-token-lokal";

    public string ClientId { get; init; } = "hub";

    public string ClientSecret { get; init; } = "contoh-158-client-secret";

    public TimeSpan TokenLife { get; init; } = TimeSpan.FromHours(1);

    public string WebhookSecret { get; init; } = "contoh-158-secret-v1";

    /// <summary>0 takes a free port.</summary>
    public int Port { get; init; }
}
