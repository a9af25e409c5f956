using System.Net;

namespace Hub.Simulators.Sp4nLapor;

/// <summary>SP4N-LAPOR! as a small web application: the interface of CHANNELS 6.1, the export of 6.2 and an operator's page at /.</summary>
public sealed class Sp4nLaporSimulator : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly Sp4nLaporApi api;

    private Sp4nLaporSimulator(WebApplication app, Sp4nLaporSetup setup, Sp4nLaporDesk desk, Sp4nLaporApi api)
    {
        (this.app, Setup, Desk, this.api) = (app, setup, desk, api);
    }

    public Sp4nLaporSetup Setup { get; }

    /// <summary>The sides that a hub does not see: the citizen, the admins, and what was received.</summary>
    public Sp4nLaporDesk Desk { get; }

    public Uri Address => new(app.Urls.First());

    /// <summary>Answers a call with this status code in the place of the interface; null lets it pass.</summary>
    public Func<HttpRequest, int?> Refuses { get; set; } = _ => null;

    /// <summary>Ends the answer in the middle of its body, after the effect.</summary>
    public Func<HttpRequest, bool> Cuts { get; set; } = _ => false;

    public static async Task<Sp4nLaporSimulator> StartAsync(Sp4nLaporSetup setup, CancellationToken cancellationToken)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, setup.Port));

        var app = builder.Build();
        var desk = new Sp4nLaporDesk(setup);
        var api = new Sp4nLaporApi(setup, desk);
        var simulator = new Sp4nLaporSimulator(app, setup, desk, api);

        app.UseWhen(context => context.Request.Path.StartsWithSegments("/reports"), simulator.Disturb);
        app.UseRouting();
        api.Map(app);
        app.MapGet("/", () => Results.Content(Sp4nLaporPage.Write(desk, setup), "text/html; charset=utf-8"));
        app.MapGet("/export.xlsx", () => Results.File(simulator.Export(), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "laporan.xlsx"));

        await app.StartAsync(cancellationToken);
        return simulator;
    }

    /// <summary>The admin site's Excel export of all reports of the agency, with its traps.</summary>
    public byte[] Export() => Sp4nLaporExport.Write(Desk.Feed(Setup.AgencyId, null), Setup.Clock.GetUtcNow());

    public int TokensGranted => api.TokensGranted;

    /// <summary>Tokens given so far end here, as if their time had run out.</summary>
    public void ExpireToken() => api.ExpireToken();

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private void Disturb(IApplicationBuilder calls)
    {
        if (Setup.Faults is { } faults)
        {
            calls.Use((context, next) => faults.InvokeAsync(context, next));
        }

        calls.Use(RefuseAsync);
        calls.Use(CutAsync);
    }

    private Task RefuseAsync(HttpContext context, RequestDelegate next)
    {
        if (Refuses(context.Request) is not { } status)
        {
            return next(context);
        }

        context.Response.StatusCode = status;
        return Task.CompletedTask;
    }

    private async Task CutAsync(HttpContext context, RequestDelegate next)
    {
        if (!Cuts(context.Request))
        {
            await next(context);
            return;
        }

        var wire = context.Response.Body;
        using var whole = new MemoryStream();
        context.Response.Body = whole;
        await next(context);

        context.Response.Body = wire;
        context.Response.ContentLength = whole.Length;
        await wire.WriteAsync(whole.GetBuffer().AsMemory(0, (int)whole.Length / 2), context.RequestAborted);
        await wire.FlushAsync(context.RequestAborted);
        context.Abort();
    }
}
