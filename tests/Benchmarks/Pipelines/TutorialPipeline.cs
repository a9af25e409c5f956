using System.Text;
using System.Text.Json;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace Hub.Benchmarks.Pipelines;

/// <summary>
/// T: the way the usual tutorial does it. A transaction and a save for each message, an outbox table polled each second in
/// pages of 100 (again at once while pages are full), each message published and awaited in turn, MassTransit's defaults.
/// </summary>
internal static class TutorialPipeline
{
    private const int Page = 100;

    private static readonly TimeSpan Poll = TimeSpan.FromSeconds(1);

    public static async Task CreateAsync(string connection, CancellationToken cancellationToken)
    {
        await using var database = new TutorialContext(new DbContextOptionsBuilder<TutorialContext>().UseNpgsql(connection).Options);
        await database.Database.EnsureCreatedAsync(cancellationToken);
    }

    public static void Configure(WebApplicationBuilder builder, PipelineSettings settings)
    {
        builder.Services.AddSingleton(TimeProvider.System);
        builder.Services.AddDbContext<TutorialContext>(options => options.UseNpgsql(settings.Store + ";Maximum Pool Size=80"));
        builder.Services.AddMassTransit(bus =>
        {
            bus.DisableUsageTelemetry();
            bus.AddConsumer<Router>();
            bus.UsingRabbitMq((context, rabbit) =>
            {
                rabbit.Host(settings.Broker!);
                rabbit.ReceiveEndpoint(PipelineSettings.RouteQueue, endpoint =>
                {
                    endpoint.SetQuorumQueue();
                    endpoint.ConfigureConsumer<Router>(context);
                });
            });
        });
        builder.Services.AddHostedService<Poller>();
    }

    public static void Map(WebApplication application) => application.MapPost(PipelineHost.Webhook, ReceiveAsync);

    private static async Task<IResult> ReceiveAsync(HttpContext context, TutorialContext database, TimeProvider clock)
    {
        using var reader = new StreamReader(context.Request.Body, Encoding.UTF8);
        var text = await reader.ReadToEndAsync(context.RequestAborted);
        if (!ReportBody.IsSigned(Encoding.UTF8.GetBytes(text), context.Request.Headers[ReportBody.Header]))
        {
            return Results.Unauthorized();
        }

        var report = JsonSerializer.Deserialize<TutorialReportSubmitted>(text, JsonSerializerOptions.Web)!;
        var now = clock.GetUtcNow().UtcDateTime;
        database.Reports.Add(new TutorialReport { Id = report.Id, Unit = report.Unit, ReceivedAt = now, Body = text });
        database.Outbox.Add(new TutorialMessage { Content = JsonSerializer.Serialize(report), CreatedAt = now });
        await database.SaveChangesAsync(context.RequestAborted);
        return Results.Ok();
    }

    internal sealed class Poller(IServiceScopeFactory scopes, IBus bus, TimeProvider clock) : BackgroundService
    {
        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            while (!stoppingToken.IsCancellationRequested)
            {
                if (await SendPageAsync(stoppingToken) < Page)
                {
                    await Task.Delay(Poll, clock, stoppingToken);
                }
            }
        }

        private async Task<int> SendPageAsync(CancellationToken cancellationToken)
        {
            try
            {
                await using var scope = scopes.CreateAsyncScope();
                var database = scope.ServiceProvider.GetRequiredService<TutorialContext>();
                var page = await database.Outbox.Where(message => message.SentAt == null).OrderBy(message => message.Id).Take(Page).ToListAsync(cancellationToken);
                foreach (var message in page)
                {
                    await bus.Publish(JsonSerializer.Deserialize<TutorialReportSubmitted>(message.Content)!, cancellationToken);
                    message.SentAt = clock.GetUtcNow().UtcDateTime;
                }

                await database.SaveChangesAsync(cancellationToken);
                return page.Count;
            }
            catch (Exception) when (!cancellationToken.IsCancellationRequested)
            {
                // As tutorials do: the next poll tries again.
                return 0;
            }
        }
    }

    internal sealed class Router(TutorialContext database, TimeProvider clock) : IConsumer<TutorialReportSubmitted>
    {
        public async Task Consume(ConsumeContext<TutorialReportSubmitted> context)
        {
            var (message, token) = (context.Message, context.CancellationToken);
            await using var transaction = await database.Database.BeginTransactionAsync(token);
            if (await database.Inbox.AnyAsync(seen => seen.Id == message.Id, token))
            {
                return;
            }

            database.Inbox.Add(new TutorialSeen { Id = message.Id, At = clock.GetUtcNow().UtcDateTime });
            var report = await database.Reports.FirstAsync(row => row.Id == message.Id, token);
            report.Status = 1;
            await database.SaveChangesAsync(token);
            var unit = await context.GetSendEndpoint(new Uri($"exchange:{PipelineSettings.UnitQueue}"));
            await unit.Send(message, send => send.MessageId = message.Id, token);
            await transaction.CommitAsync(token);
        }
    }
}
