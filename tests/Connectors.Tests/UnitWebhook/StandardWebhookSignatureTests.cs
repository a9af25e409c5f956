using System.Text;
using Hub.Connectors.UnitWebhook;

namespace Hub.Connectors.Tests.UnitWebhook;

public sealed class StandardWebhookSignatureTests
{
    private const string Id = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    private const string Secret = "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private const string Signature = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1614265330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    [Theory]
    [InlineData("whsec_" + Secret)]
    [InlineData(Secret)]
    public void The_vector_of_the_specification_comes_out(string secret) => Assert.Equal(Signature, StandardWebhookSignature.Sign([secret], Id, At, Body));

    [Fact]
    public void Two_secrets_give_two_signatures_newest_first()
    {
        var other = "whsec_" + Convert.ToBase64String(Enumerable.Range(0, 32).Select(number => (byte)number).ToArray());

        var both = StandardWebhookSignature.Sign([other, "whsec_" + Secret], Id, At, Body)!.Split(' ');

        Assert.Equal([StandardWebhookSignature.Sign([other], Id, At, Body)!, Signature], both);
        Assert.NotEqual(both[0], both[1]);
    }

    [Fact]
    public void Id_time_and_body_all_count() => Assert.Distinct(
    [
        Signature,
        StandardWebhookSignature.Sign([Secret], Id + "x", At, Body),
        StandardWebhookSignature.Sign([Secret], Id, At.AddSeconds(1), Body),
        StandardWebhookSignature.Sign([Secret], Id, At, [.. Body, (byte)' ']),
    ]);

    [Theory]
    [InlineData("whsec_")]
    [InlineData("whsec_not base64!")]
    [InlineData("whsec_c2hvcnQ=")] // five bytes
    public void A_secret_that_cannot_be_used_signs_nothing(string secret)
    {
        Assert.Null(StandardWebhookSignature.Sign([secret], Id, At, Body));
        Assert.Null(StandardWebhookSignature.Sign([Secret, secret], Id, At, Body));
    }

    [Fact]
    public void No_secret_signs_nothing() => Assert.Null(StandardWebhookSignature.Sign([], Id, At, Body));
}
