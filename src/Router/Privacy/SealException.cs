namespace Hub.Router.Privacy;

/// <summary>A sealed value cannot be opened. Names the key and never the content.</summary>
/// <param name="keyId">As written in the value; null when the value has no readable head.</param>
internal sealed class SealException(string? keyId, string message) : Exception(message)
{
    public string? KeyId { get; } = keyId;
}
