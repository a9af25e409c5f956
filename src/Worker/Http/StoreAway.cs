using Hub.Router.Intake;
using Microsoft.AspNetCore.Diagnostics;

namespace Hub.Worker.Http;

/// <summary>A call that met a store that is away is answered 503: nothing was taken, and the same call may come again.</summary>
internal sealed class StoreAway(BusQuarantine store) : IExceptionHandler
{
    private const string Seconds = "5";

    public async ValueTask<bool> TryHandleAsync(HttpContext httpContext, Exception exception, CancellationToken cancellationToken)
    {
        if (!store.IsOutage(exception))
        {
            return false;
        }

        httpContext.Response.Headers.RetryAfter = Seconds;
        await Results.Problem("The hub's store does not answer; nothing was taken. Send the same again.", statusCode: StatusCodes.Status503ServiceUnavailable, type: $"{UnitProblem.Types}store-away").ExecuteAsync(httpContext);
        return true;
    }
}
