using Hub.Router.Units;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace Hub.Worker.Http;

/// <summary>Files at the unit API: those of citizens go out, those of units come in. Nothing is ever shown inside a page (RELIABILITY T11).</summary>
internal static class UnitFileEndpoints
{
    private const string FetchAgain = "30";

    public static void MapUnitFiles(this RouteGroupBuilder units)
    {
        units.MapGet("/reports/{id:guid}/attachments/{file:guid}", FindAsync).DescribeFile();
        units.MapPost("/reports/{id:guid}/attachments", AddAsync).DescribeAdd();
    }

    private static async Task<IResult> FindAsync(string code, Guid id, Guid file, HttpResponse response, UnitFiles files, CancellationToken cancellationToken)
    {
        switch (await files.FindAsync(code, id, file, cancellationToken))
        {
            case UnitFileFind.Found found:
                response.Headers.XContentTypeOptions = "nosniff";
                response.Headers.ContentSecurityPolicy = "sandbox; default-src 'none'";
                response.Headers.CacheControl = "no-store";
                return Results.File(found.Bytes, found.MediaType, found.FileName);
            case UnitFileFind.NotYet:
                response.Headers.RetryAfter = FetchAgain;
                return UnitProblem.Of("file-not-fetched", "The hub has not got this file from the channel yet; ask again later.");
            case UnitFileFind.Gone:
                return UnitProblem.Of("file-gone", "The channel does not give this file any more, or its time was over.");
            case UnitFileFind.Withheld:
                return UnitProblem.Of("file-withheld", "The reporter is anonymous, and files of this kind may say who it is; ask Biro Komunikasi Publik.");
            default:
                return UnitProblem.Of("no-such-file", "The unit has no such file with this report.");
        }
    }

    private static async Task<IResult> AddAsync(string code, Guid id, string? name, HttpRequest request, UnitFiles files, UnitRates rates, IOptions<UnitApiOptions> options, CancellationToken cancellationToken)
    {
        if (UnitEndpoints.IdempotencyKey(request) is not { } key)
        {
            return UnitEndpoints.NoKey();
        }

        using var place = rates.File();
        if (!place.IsAcquired)
        {
            return UnitDoor.TooFast(request.HttpContext, TimeSpan.FromSeconds(2));
        }

        var limits = options.Value;
        request.HttpContext.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = limits.LargestFile;
        using var body = new MemoryStream();
        try
        {
            await request.Body.CopyToAsync(body, cancellationToken);
        }
        catch (BadHttpRequestException fault) when (fault.StatusCode is StatusCodes.Status413PayloadTooLarge)
        {
            return UnitProblem.Of("body-too-large", $"A file is at most {limits.LargestFile} bytes.");
        }

        return await files.AddAsync((code, id, key), body.ToArray(), name, limits.FilesPerReport, cancellationToken) switch
        {
            UnitFileResult.Kept kept => Results.Json(kept.File, HttpJson.Options, statusCode: StatusCodes.Status201Created),
            UnitFileResult.UnknownKind => UnitProblem.Of("file-kind-unknown", "Files are taken as JPEG, PNG, WebP or PDF, judged by their bytes."),
            UnitFileResult.TooMany => UnitProblem.Of("too-many-files", $"The unit has {limits.FilesPerReport} files with this report; that is all it may have."),
            UnitFileResult.OtherContent => UnitProblem.Of("idempotency-key-reused", "This Idempotency-Key came before with another file; use a new key."),
            _ => UnitEndpoints.NoReport(),
        };
    }
}
