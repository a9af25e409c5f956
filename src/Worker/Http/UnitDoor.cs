using System.Globalization;
using Hub.Router.Units;

namespace Hub.Worker.Http;

/// <summary>The door of the unit API: whose key it is, whether it may do this, and whether not too fast. The unit comes from the key alone.</summary>
internal static class UnitDoor
{
    public static async ValueTask<object?> PassAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var caller = await http.RequestServices.GetRequiredService<UnitKeys>().CallerOfAsync(BearerKey.Of(http.Request), http.RequestAborted);

        // Another unit's address looks like no address at all.
        return caller switch
        {
            null => UnitProblem.Of("key-missing", "Send the unit's key as Authorization: Bearer hubu_…."),
            _ when caller.Unit != http.Request.RouteValues["code"] as string => UnitProblem.Of("no-such-unit", "There is no such unit for this key."),
            _ when http.RequestServices.GetRequiredService<UnitsOfToday>().WhyEnded(caller.Unit) is { } ended => UnitProblem.Of("unit-closed", $"{ended} A key of the unit that has ended opens nothing."),
            _ when !caller.May(Scope(http.Request)) => UnitProblem.Of("scope-missing", $"This key may not {Scope(http.Request)}; ask for one with that scope."),
            _ when http.RequestServices.GetRequiredService<UnitRates>().Refusal(caller.Prefix) is { } wait => TooFast(http, wait),
            _ => await next(context),
        };
    }

    public static IResult TooFast(HttpContext http, TimeSpan wait)
    {
        var seconds = Math.Max(1, Math.Ceiling(wait.TotalSeconds)).ToString(CultureInfo.InvariantCulture);
        http.Response.Headers.RetryAfter = seconds;
        return UnitProblem.Of("too-many-requests", $"Too many calls at once; go on after {seconds} s.");
    }

    private static string Scope(HttpRequest request) => HttpMethods.IsGet(request.Method) ? UnitScopes.Read : UnitScopes.Write;
}
