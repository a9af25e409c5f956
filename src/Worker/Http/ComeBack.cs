using System.Globalization;
using Hub.Router.Intake;

namespace Hub.Worker.Http;

/// <summary>Tells a channel whose webhook was answered 503 when to send again.</summary>
internal static class ComeBack
{
    public static void UseComeBack(this IApplicationBuilder app) => app.Use(async (context, next) =>
    {
        if (context.Request.Path.StartsWithSegments("/webhooks"))
        {
            var pressure = context.RequestServices.GetRequiredService<IntakePressure>();
            context.Response.OnStarting(() =>
            {
                if (context.Response.StatusCode is StatusCodes.Status503ServiceUnavailable && context.Response.Headers.RetryAfter.Count == 0)
                {
                    context.Response.Headers.RetryAfter = Math.Ceiling(pressure.RetryAfter.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return Task.CompletedTask;
            });
        }

        await next(context);
    });
}
