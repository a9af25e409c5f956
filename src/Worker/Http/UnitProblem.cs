namespace Hub.Worker.Http;

/// <summary>Refusals of the unit API as RFC 9457 wants them. The last part of <c>type</c> is a fixed word that programs may rely on; the text is for people.</summary>
internal static class UnitProblem
{
    public const string Types = "https://pu.go.id/hub/problems/";

    /// <summary>Every word, with its status; deploy/UNITS.md says what to do about each.</summary>
    public static IReadOnlyDictionary<string, int> Words { get; } = new Dictionary<string, int>
    {
        ["key-missing"] = StatusCodes.Status401Unauthorized,
        ["scope-missing"] = StatusCodes.Status403Forbidden,
        ["unit-closed"] = StatusCodes.Status410Gone,
        ["no-such-unit"] = StatusCodes.Status404NotFound,
        ["no-such-report"] = StatusCodes.Status404NotFound,
        ["no-such-file"] = StatusCodes.Status404NotFound,
        ["no-such-address"] = StatusCodes.Status404NotFound,
        ["method-not-allowed"] = StatusCodes.Status405MethodNotAllowed,
        ["too-many-requests"] = StatusCodes.Status429TooManyRequests,
        ["bad-parameter"] = StatusCodes.Status400BadRequest,
        ["idempotency-key-missing"] = StatusCodes.Status400BadRequest,
        ["idempotency-key-reused"] = StatusCodes.Status422UnprocessableEntity,
        ["body-unreadable"] = StatusCodes.Status400BadRequest,
        ["body-too-large"] = StatusCodes.Status413PayloadTooLarge,
        ["status-unusable"] = StatusCodes.Status422UnprocessableEntity,
        ["status-not-allowed"] = StatusCodes.Status409Conflict,
        ["file-kind-unknown"] = StatusCodes.Status415UnsupportedMediaType,
        ["too-many-files"] = StatusCodes.Status422UnprocessableEntity,
        ["file-not-fetched"] = StatusCodes.Status409Conflict,
        ["file-gone"] = StatusCodes.Status410Gone,
        ["file-withheld"] = StatusCodes.Status403Forbidden,
        ["store-away"] = StatusCodes.Status503ServiceUnavailable,
    };

    public static IResult Of(string word, string detail) => Results.Problem(detail, statusCode: Words[word], type: Types + word);

    /// <summary>What the server refused before a call of ours was reached.</summary>
    public static IResult Of(int status) => status switch
    {
        StatusCodes.Status405MethodNotAllowed => Of("method-not-allowed", "This address does not take this method; see /openapi/units.json."),
        StatusCodes.Status404NotFound => Of("no-such-address", "There is nothing at this address; see /openapi/units.json."),
        StatusCodes.Status413PayloadTooLarge => Of("body-too-large", "The body is too large."),
        StatusCodes.Status400BadRequest => Of("bad-parameter", "A parameter cannot be read; see /openapi/units.json."),
        _ => Results.Problem(statusCode: status),
    };
}
