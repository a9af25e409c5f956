using Hub.Determinism.Tests.Outside;
using Hub.Router.Outbox;
using Hub.Router.Persistence.Rows;
using MassTransit;
using MassTransit.Context;

namespace Hub.Determinism.Tests.Rig;

/// <summary>The way to the broker: a send is one step, and its message lies in the queue afterwards.</summary>
internal sealed class BusGateway(World world, Steps steps) : IQueueAddresses
{
    public const string SendName = "bus send";

    public IBus Bus => Canned.Of<IBus>((nameof(IBus.GetSendEndpoint), args => Task.FromResult(Endpoint((Uri)args[0]!))));

    public Uri Of(string queue) => new($"queue:{queue}");

    public Task EnsureAsync(string queue, CancellationToken cancellationToken) => Task.CompletedTask;

    private ISendEndpoint Endpoint(Uri address) => Canned.Of<ISendEndpoint>(
        (nameof(ISendEndpoint.Send), args => SendAsync(address.AbsolutePath, (OutboxMessage)args[0]!, (IPipe<SendContext<OutboxMessage>>)args[1]!)));

    private async Task SendAsync(string queue, OutboxMessage message, IPipe<SendContext<OutboxMessage>> pipe)
    {
        // What travels is what the sender's pipe makes of it, not the row.
        var context = new MessageSendContext<OutboxMessage>(message);
        await pipe.Send(context);
        var post = new Post(context.MessageId!.Value.ToString(), context.Serializer.GetMessageBody(context).GetString());

        var trouble = await steps.DoAsync($"{SendName} {queue}", () => world.Change(scenery => scenery.With(queue, posts => posts.Add(post))));
        if (trouble is not Trouble.None)
        {
            throw new TimeoutException("The broker did not confirm.");
        }
    }
}
