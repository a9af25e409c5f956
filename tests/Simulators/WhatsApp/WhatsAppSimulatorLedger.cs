namespace Hub.Simulators.WhatsApp;

/// <summary>What a citizen sent.</summary>
public sealed record WhatsAppSent(DateTimeOffset At, WhatsAppCitizen From, string Wamid, string Kind, string Text);

/// <summary>What the hub sent to a citizen.</summary>
/// <param name="To">Phone digits or user id.</param>
/// <param name="OperationId">biz_opaque_callback_data as written by the hub.</param>
/// <param name="Repeat">How often the same operation had arrived before; anything above 0 is a message the citizen reads twice.</param>
public sealed record WhatsAppReceived(DateTimeOffset At, string To, string Wamid, string Kind, string Text, string? OperationId, string? AnswersTo, int Repeat);

/// <summary>One attempt to deliver a notification to the hub.</summary>
/// <param name="Status">Null when no answer came.</param>
public sealed record WhatsAppDelivery(DateTimeOffset At, int Bytes, int? Status);

/// <summary>Everything that went through, for checks and for the operator's page.</summary>
public sealed class WhatsAppSimulatorLedger
{
    private readonly Lock gate = new();
    private readonly List<WhatsAppSent> sent = [];
    private readonly List<WhatsAppReceived> received = [];
    private readonly List<WhatsAppDelivery> deliveries = [];
    private readonly Dictionary<string, DateTimeOffset> heard = [];
    private readonly Dictionary<string, int> operations = [];

    public IReadOnlyList<WhatsAppSent> Sent => Copy(sent);

    public IReadOnlyList<WhatsAppReceived> Received => Copy(received);

    public IReadOnlyList<WhatsAppDelivery> Deliveries => Copy(deliveries);

    /// <summary>Messages a citizen read twice.</summary>
    public IReadOnlyList<WhatsAppReceived> Repeats => [.. Received.Where(message => message.Repeat > 0)];

    public void Add(WhatsAppSent message)
    {
        lock (gate)
        {
            sent.Add(message);
            heard[message.From.Key] = message.At;
            if (message.From.UserId is { } userId)
            {
                heard[userId] = message.At;
            }
        }
    }

    public WhatsAppReceived Add(WhatsAppReceived message)
    {
        lock (gate)
        {
            var repeat = message.OperationId is { } operation ? operations.GetValueOrDefault(operation) : 0;
            var counted = message with { Repeat = repeat };
            if (message.OperationId is { } known)
            {
                operations[known] = repeat + 1;
            }

            received.Add(counted);
            return counted;
        }
    }

    public void Add(WhatsAppDelivery delivery)
    {
        lock (gate)
        {
            deliveries.Add(delivery);
        }
    }

    /// <summary>When the citizen last wrote; the 24-hour window hangs on it.</summary>
    public DateTimeOffset? HeardAt(string key)
    {
        lock (gate)
        {
            return heard.TryGetValue(key, out var at) ? at : null;
        }
    }

    public DateTimeOffset? ToldAt(string key)
    {
        lock (gate)
        {
            return received.FindLast(message => message.To == key)?.At;
        }
    }

    private IReadOnlyList<T> Copy<T>(List<T> list)
    {
        lock (gate)
        {
            return [.. list];
        }
    }
}
