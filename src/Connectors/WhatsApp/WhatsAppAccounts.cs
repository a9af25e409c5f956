namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Which numbers are ours. A right signature proves the app, not the tenant (CHANNELS 1.3).
/// An empty list asks nothing, so that a stored body can be read without any configuration.
/// </summary>
internal sealed class WhatsAppAccounts(IReadOnlyCollection<WhatsAppNumber> numbers)
{
    public static WhatsAppAccounts Any { get; } = new([]);

    /// <param name="businessAccountId">The entry's id; null when the body does not say it.</param>
    /// <param name="phoneNumberId">From the metadata; null when the body does not say it.</param>
    public bool Own(string? businessAccountId, string? phoneNumberId) =>
        numbers.Count is 0
        || numbers.Any(number => (phoneNumberId is null || number.PhoneNumberId == phoneNumberId)
            && (businessAccountId is null || string.IsNullOrEmpty(number.BusinessAccountId) || number.BusinessAccountId == businessAccountId));
}
