using System.Collections;
using System.Text.Json;
using Hub.Contracts.Messages;
using Hub.Determinism.Tests.Outside;
using Hub.Router.Outbox;
using Hub.Router.Routing;
using Hub.Router.StatusSync;
using Hub.Router.Units;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Determinism.Tests.Rig;

/// <summary>The receiving half of the broker: hands messages to the hub's consumers and forgets them when they are acknowledged.</summary>
internal sealed class Consuming(World world, Steps steps, IServiceProvider services)
{
    /// <summary>A consumer that never gets through would be quarantined in the end; no scenario may come to that.</summary>
    private const int MostDeliveries = 25;

    private static readonly string[] Queues = [HubQueues.RouteReport, HubQueues.PassOnStatus(Scene.Channel), HubQueues.DeliverToUnit, HubQueues.UnitStatus];

    public static int Waiting(Scenery scenery) => Queues.Sum(queue => scenery.At(queue).Count);

    /// <summary>One delivery from each queue that holds something.</summary>
    public async Task DeliverAsync()
    {
        foreach (var queue in Queues)
        {
            var posts = world.Scenery.At(queue);
            if (!posts.IsEmpty)
            {
                // The hub takes reports in batches, all else one by one.
                await DeliverAsync(queue, queue == HubQueues.RouteReport ? posts : [posts[0]]);
            }
        }
    }

    private async Task DeliverAsync(string queue, IReadOnlyList<Post> posts)
    {
        try
        {
            await ConsumeAsync(queue, posts);
        }
        catch (Exception fault) when (fault is not NotSupportedException && posts.All(post => post.Deliveries < MostDeliveries))
        {
            world.Change(scenery => scenery.With(queue, held => held.ConvertAll(post => posts.Any(one => one.Id == post.Id) ? post with { Deliveries = post.Deliveries + 1 } : post)));
            return;
        }

        // An acknowledgement that fails comes back as another delivery; one whose answer is lost does not.
        await steps.DoAsync($"acknowledge {queue}", () => world.Change(scenery => scenery.With(queue, held => held.RemoveRange(posts))));
    }

    private Task ConsumeAsync(string queue, IReadOnlyList<Post> posts) => queue switch
    {
        HubQueues.RouteReport => Make<RouteReportConsumer>().Consume(Context<Batch<ReportReceived>>(new Together<ReportReceived>([.. posts.Select(Context<ReportReceived>)]), posts[0])),
        HubQueues.DeliverToUnit => Make<DeliverToUnitConsumer>().Consume(Context<DeliverToUnit>(posts[0])),
        HubQueues.UnitStatus => Make<UnitStatusConsumer>().Consume(Context<CloudEvent<UnitStatus>>(posts[0])),
        _ => Make<PassOnStatusConsumer>().Consume(Context<PassOnStatus>(posts[0])),
    };

    private T Make<T>() => ActivatorUtilities.CreateInstance<T>(services);

    private static ConsumeContext<T> Context<T>(Post post)
        where T : class => Context(JsonSerializer.Deserialize<T>(post.Body, JsonSerializerOptions.Web)!, post);

    private static ConsumeContext<T> Context<T>(T message, Post post)
        where T : class => Canned.Of<ConsumeContext<T>>(
            ("get_Message", _ => message),
            ("get_MessageId", _ => Guid.TryParse(post.Id, out var id) ? id : null),
            ("get_CancellationToken", _ => CancellationToken.None),
            ("get_ReceiveContext", _ => Canned.Of<ReceiveContext>(("get_Body", _ => new StringMessageBody(post.Body)))));

    private sealed class Together<T>(List<ConsumeContext<T>> messages) : Batch<T>
        where T : class
    {
        public BatchCompletionMode Mode => BatchCompletionMode.Size;

        public DateTime FirstMessageReceived => Scene.Start.UtcDateTime;

        public DateTime LastMessageReceived => Scene.Start.UtcDateTime;

        public int Length => messages.Count;

        public ConsumeContext<T> this[int index] => messages[index];

        public IEnumerator<ConsumeContext<T>> GetEnumerator() => messages.GetEnumerator();

        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
    }
}
