using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Hub.Benchmarks.Pipelines;

/// <summary>The reference pipelines, each a program of its own: what the hub is compared with (LIMITS E, C, F).</summary>
internal static class PipelineHost
{
    public const string Verb = "pipeline";
    public const string Lean = "lean";
    public const string Tutorial = "tutorial";
    public const string Signature = "signature";
    public const string Sqlite = "sqlite";
    public const string Webhook = "/hook";
    public const string Health = "/health";
    public const string Done = "/done";

    private const int LargestBody = 4 << 20;

    public static IReadOnlyList<string> Names => [Lean, Tutorial, Signature, Sqlite];

    public static async Task RunAsync(string name, CancellationToken cancellationToken)
    {
        var settings = PipelineSettings.Read();
        var builder = name is Tutorial ? WebApplication.CreateBuilder() : WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.Listen(IPAddress.Loopback, settings.Address.Port);
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = LargestBody;
        });
        if (name is Tutorial)
        {
            TutorialPipeline.Configure(builder, settings);
        }

        await using var application = builder.Build();
        application.MapGet(Health, () => Results.Ok());
        await MapAsync(name, application, settings, cancellationToken);
        await application.StartAsync(cancellationToken);
        await ((IHost)application).WaitForShutdownAsync(cancellationToken);
    }

    /// <summary>Answers when the report is durable.</summary>
    public static void Receive(WebApplication application, Action<Item> store) =>
        application.MapPost(Webhook, async context =>
        {
            if (await ReadAsync(context) is not { } item)
            {
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return;
            }

            store(item);
            await item.Stored.Task;
            context.Response.StatusCode = StatusCodes.Status200OK;
            context.Response.ContentLength = 0;
        });

    private static async Task MapAsync(string name, WebApplication application, PipelineSettings settings, CancellationToken cancellationToken)
    {
        switch (name)
        {
            case Signature:
                Receive(application, item => item.Stored.SetResult());
                break;
            case Lean:
                await LeanPipeline.StartAsync(application, settings, cancellationToken);
                break;
            case Sqlite:
                SqlitePipeline.Start(application, settings, cancellationToken);
                break;
            case Tutorial:
                TutorialPipeline.Map(application);
                break;
            default:
                throw new ArgumentException($"{name} is no pipeline; known: {string.Join(", ", Names)}.");
        }
    }

    private static async Task<Item?> ReadAsync(HttpContext context)
    {
        var body = new byte[(int)(context.Request.ContentLength ?? 0)];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        if (!ReportBody.IsSigned(body, context.Request.Headers[ReportBody.Header]))
        {
            return null;
        }

        var (id, unit) = ReportBody.Peek(body);
        return new Item(id, unit, body);
    }
}
