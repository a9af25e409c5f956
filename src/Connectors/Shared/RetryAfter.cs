namespace Hub.Connectors.Shared;

/// <summary>Reads Retry-After in both of its forms, seconds and date (RFC 9110, 10.2.3).</summary>
internal static class RetryAfter
{
    private static readonly TimeSpan Longest = TimeSpan.FromHours(6);

    /// <returns>Null when the header is absent or cannot be read; never negative, at most six hours.</returns>
    public static TimeSpan? Read(HttpResponseMessage response, TimeProvider clock)
    {
        var header = response.Headers.RetryAfter;
        var wait = header?.Delta ?? (header?.Date - clock.GetUtcNow());

        return wait switch
        {
            null => null,
            { } value when value < TimeSpan.Zero => TimeSpan.Zero,
            { } value when value > Longest => Longest,
            _ => wait,
        };
    }
}
