using System.Text;
using Hub.Simulators.Units;
using Hub.Testing;
using Microsoft.AspNetCore.Http;

namespace Hub.Worker.Tests.Demo;

public sealed class StandardWebhookTests
{
    // The example of the Standard Webhooks document.
    private const string Secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Body = """{"test": 2432232314}""";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";
    private const long At = 1614265330;

    [Theory]
    [InlineData(Signature, 0, "msg_p5jXN8AQM9LWM0D4loKWxJek")]
    [InlineData("v1,AAAA " + Signature, 0, "msg_p5jXN8AQM9LWM0D4loKWxJek")]
    [InlineData("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OA=", 0, null)]
    [InlineData(Signature, 400, null)]
    [InlineData("", 0, null)]
    public void Only_a_right_and_fresh_signature_is_taken(string signature, int secondsLater, string? id)
    {
        var clock = new StoppedClock(DateTimeOffset.FromUnixTimeSeconds(At + secondsLater));
        var headers = new HeaderDictionary
        {
            ["webhook-id"] = "msg_p5jXN8AQM9LWM0D4loKWxJek",
            ["webhook-timestamp"] = $"{At}",
            ["webhook-signature"] = signature,
        };

        Assert.Equal(id, new StandardWebhook(Secret, clock).Verify(headers, Encoding.UTF8.GetBytes(Body)));
    }
}
