using Microsoft.AspNetCore.Http;

namespace Hub.Connectors.Shared;

/// <summary>Reads a request's bytes as they came, up to a limit.</summary>
internal static class RequestBody
{
    /// <returns>Null when the body is larger than the limit; answer 413 then.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int limit, CancellationToken cancellationToken)
    {
        if (request.ContentLength > limit)
        {
            return null;
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 4096));
        while (buffer.Length <= limit)
        {
            var read = await request.BodyReader.ReadAsync(cancellationToken);
            foreach (var segment in read.Buffer)
            {
                buffer.Write(segment.Span);
            }

            request.BodyReader.AdvanceTo(read.Buffer.End);
            if (read.IsCompleted)
            {
                break;
            }
        }

        return buffer.Length > limit ? null : buffer.ToArray();
    }
}
