using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace Hub.Simulators.Units;

/// <summary>A unit's own web application: takes signed webhooks, drops repeats by their id and hands the rest over.</summary>
internal sealed class UnitWebhookReceiver : IAsyncDisposable
{
    private readonly WebApplication app;
    private readonly ConcurrentDictionary<string, bool> seen = new(StringComparer.Ordinal);
    private readonly StandardWebhook signature;
    private readonly Func<string, UnitDelivery, ValueTask> onDelivery;
    private int refused;

    private UnitWebhookReceiver(StandardWebhook signature, Func<string, UnitDelivery, ValueTask> onDelivery)
    {
        this.signature = signature;
        this.onDelivery = onDelivery;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        app = builder.Build();
        app.MapPost("/hooks/{unit}", TakeAsync);
    }

    /// <summary>Calls with a wrong signature or an unreadable body; none is expected.</summary>
    public int Refused => refused;

    /// <param name="onDelivery">Called once a message with the unit's code; the hub hears 204 after it, and 503 when it could not be taken (<see cref="IOException"/>).</param>
    public static async Task<UnitWebhookReceiver> StartAsync(
        StandardWebhook signature, Func<string, UnitDelivery, ValueTask> onDelivery, CancellationToken cancellationToken)
    {
        var receiver = new UnitWebhookReceiver(signature, onDelivery);
        await receiver.app.StartAsync(cancellationToken);
        return receiver;
    }

    public Uri AddressOf(string unit)
    {
        var addresses = app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>();
        return new Uri(new Uri(addresses!.Addresses.First()), $"/hooks/{unit}");
    }

    public async ValueTask DisposeAsync() => await app.DisposeAsync();

    private async Task<IResult> TakeAsync(string unit, HttpContext context)
    {
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, context.RequestAborted);
        var id = signature.Verify(context.Request.Headers, buffer.ToArray());
        if (id is null)
        {
            Interlocked.Increment(ref refused);
            return Results.Unauthorized();
        }

        if (!seen.TryAdd(id, false))
        {
            // A repeat while the first is still being taken comes too early for either answer.
            return seen.TryGetValue(id, out var taken) && taken ? Results.NoContent() : Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        if (Read(buffer.ToArray()) is not { } delivery)
        {
            Interlocked.Increment(ref refused);
            return Results.BadRequest();
        }

        try
        {
            await onDelivery(unit, delivery);
            seen[id] = true;
            return Results.NoContent();
        }
        catch (IOException)
        {
            seen.TryRemove(id, out _);
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static UnitDelivery? Read(byte[] body)
    {
        try
        {
            return JsonSerializer.Deserialize<UnitEvent>(body, UnitJson.Options) is { } read ? new UnitDelivery(read.Id, read.Type, read.Data) : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
