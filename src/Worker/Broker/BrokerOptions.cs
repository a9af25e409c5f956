using Microsoft.Extensions.Options;

namespace Hub.Worker.Broker;

/// <summary>Where RabbitMQ is.</summary>
internal sealed class BrokerOptions
{
    public const string Section = "Broker";

    /// <summary>amqp://user:password@host:port/virtual-host, or amqps.</summary>
    public Uri? Address { get; set; }
}

internal sealed class BrokerOptionsValidator : IValidateOptions<BrokerOptions>
{
    public ValidateOptionsResult Validate(string? name, BrokerOptions options) => options.Address switch
    {
        null => ValidateOptionsResult.Fail("Broker:Address is missing; the production shape needs RabbitMQ, for instance amqp://hub:password@broker:5672/."),
        { IsAbsoluteUri: true, Scheme: "amqp" or "amqps" } => ValidateOptionsResult.Success,
        _ => ValidateOptionsResult.Fail("Broker:Address must begin with amqp:// or amqps://."),
    };
}
