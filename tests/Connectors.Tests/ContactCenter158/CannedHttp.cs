using System.Net;
using System.Text;

namespace Hub.Connectors.Tests.ContactCenter158;

/// <summary>Gives the prepared answers in order and fails on a call more than that.</summary>
internal sealed class CannedHttp(params Func<HttpRequestMessage, HttpResponseMessage>[] answers) : HttpMessageHandler
{
    public List<string> Calls { get; } = [];

    public HttpClient Client() => new(this) { BaseAddress = new Uri("https://cc158.example/api/") };

    public static Func<HttpRequestMessage, HttpResponseMessage> Answer(int status, string body, string media = "application/json") =>
        _ => new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, media) };

    public static Func<HttpRequestMessage, HttpResponseMessage> Fault(Exception fault) => _ => throw fault;

    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        Calls.Add($"{request.Method} {request.RequestUri!.PathAndQuery}");
        Assert.True(Calls.Count <= answers.Length, $"Unexpected call: {Calls[^1]}");
        return Task.FromResult(answers[Calls.Count - 1](request));
    }
}
