namespace Hub.Simulators.WhatsApp;

/// <summary>A citizen with a phone.</summary>
/// <param name="Phone">Digits with country code; null for one who hides the number behind a user name.</param>
/// <param name="UserId">Business-scoped user id such as ID.2081978709342942.</param>
public sealed record WhatsAppCitizen(string? Phone, string Name, string? UserId = null)
{
    /// <summary>How Meta knows the citizen.</summary>
    public string Key => Phone ?? UserId ?? throw new InvalidOperationException("A citizen needs a phone or a user id.");
}
