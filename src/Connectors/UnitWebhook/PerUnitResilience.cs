using System.Collections.Concurrent;
using Hub.Connectors.Shared;
using Microsoft.Extensions.Options;
using Polly;

namespace Hub.Connectors.UnitWebhook;

/// <summary>One pipeline for each unit's server, kept while handlers come and go: a unit that is down is left alone and holds no other.</summary>
internal sealed class UnitPipelines(IOptions<UnitWebhookOptions> options, TimeProvider clock)
{
    private readonly ConcurrentDictionary<string, ResiliencePipeline<HttpResponseMessage>> pipelines = new(StringComparer.OrdinalIgnoreCase);

    public ResiliencePipeline<HttpResponseMessage> For(Uri address) =>
        pipelines.GetOrAdd(address.GetLeftPart(UriPartial.Authority), _ => ChannelPipeline.Create(options.Value.AttemptTimeout, clock));
}

internal sealed class PerUnitResilience(UnitPipelines pipelines) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        using var lane = new HttpMessageInvoker(new ResilienceHandler(pipelines.For(request.RequestUri!)) { InnerHandler = InnerHandler! }, disposeHandler: false);
        return await lane.SendAsync(request, cancellationToken);
    }
}
