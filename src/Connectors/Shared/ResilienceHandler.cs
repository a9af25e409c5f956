using Polly;

namespace Hub.Connectors.Shared;

/// <summary>Runs each call of a channel's client through its pipeline.</summary>
internal sealed class ResilienceHandler(ResiliencePipeline<HttpResponseMessage> pipeline) : DelegatingHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var context = ResilienceContextPool.Shared.Get(cancellationToken);
        context.Properties.Set(ChannelPipeline.Method, request.Method);
        try
        {
            return await pipeline.ExecuteAsync(async inner => await base.SendAsync(request, inner.CancellationToken), context);
        }
        finally
        {
            ResilienceContextPool.Shared.Return(context);
        }
    }
}
