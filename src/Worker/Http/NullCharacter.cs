namespace Hub.Worker.Http;

/// <summary>No text that the hub keeps holds U+0000, and PostgreSQL does not even look for it: whoever asks for it is told so.</summary>
internal static class NullCharacter
{
    public static void UseNoNullCharacter(this IApplicationBuilder app) => app.Use((context, next) =>
        context.Request.QueryString.Value?.Contains("%00", StringComparison.Ordinal) is true
            ? Results.Problem("The query holds %00, the character U+0000, which is in no text; leave it out.", statusCode: StatusCodes.Status400BadRequest).ExecuteAsync(context)
            : next(context));
}
