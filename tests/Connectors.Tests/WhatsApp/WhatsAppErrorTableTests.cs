using System.Net;
using System.Text;
using Hub.Connectors.WhatsApp;
using Hub.Contracts.Channels;
using Hub.Testing;

namespace Hub.Connectors.Tests.WhatsApp;

/// <summary>The table of CHANNELS 1.12, and answers that hold no code.</summary>
public sealed class WhatsAppErrorTableTests
{
    private static readonly StoppedClock Clock = new(new DateTimeOffset(2026, 8, 20, 3, 0, 0, TimeSpan.Zero));

    [Theory]
    [InlineData("1 2 131000 131016 131057 133004 613 131036", "later")]
    [InlineData("131056 131049 130472 132015", "later")]
    [InlineData("4 80007 130429", "stop")]
    [InlineData("0 190 10 3 200 250 299 368 131031 131042 131048 130497 131005 131037 131045 133010", "stop")]
    [InlineData("131047 131051 131052 131053 131008 131009 100 132000 132001 132005 132012 132018 135000", "never")]
    [InlineData("131026 131021 131030 131050 131062", "never")]
    [InlineData("132007 132016 132068 132069", "never")]
    public void Each_code_has_its_outcome(string codes, string outcome)
    {
        foreach (var code in codes.Split(' ').Select(int.Parse))
        {
            Assert.Equal($"{code} {outcome}", $"{code} " + WhatsAppErrorTable.Judge(code, null) switch
            {
                SyncResult.Unavailable { WholeChannel: true } => "stop",
                SyncResult.Unavailable => "later",
                SyncResult.Rejected => "never",
                _ => "nothing",
            });
        }
    }

    [Fact]
    public void A_code_that_is_not_in_the_table_has_no_verdict() => Assert.Null(WhatsAppErrorTable.Judge(424242, null));

    [Fact]
    public void What_the_channel_asks_for_wins_over_our_own_wait() =>
        Assert.Equal(TimeSpan.FromSeconds(77), Assert.IsType<SyncResult.Unavailable>(WhatsAppErrorTable.Judge(130429, TimeSpan.FromSeconds(77))).RetryAfter);

    [Theory]
    [InlineData(200, """{"messages":[{"id":"wamid.A"}]}""", "Delivered")]
    [InlineData(200, """{"messages":[{"id":"wamid.A","message_status":"held_for_quality_assessment"}]}""", "Delivered")]
    [InlineData(200, """{"messages":[]}""", "Unknown")]
    [InlineData(200, """{"messages":[{"id":""}]}""", "Unknown")]
    [InlineData(200, """{"messages":[{"id":"wamid""", "Unknown")]
    [InlineData(200, "<!doctype html><title>Galat</title>", "Unknown")]
    [InlineData(200, "", "Unknown")]
    [InlineData(200, """{"error":{"code":131026}}""", "Rejected")]
    [InlineData(403, """{"error":{"code":131056}}""", "Unavailable")]
    [InlineData(400, """{"error":{"code":"131000"}}""", "Unavailable")]
    [InlineData(400, """{"error":{"code":424242,"is_transient":true}}""", "Unavailable")]
    [InlineData(400, """{"error":{"code":424242}}""", "Rejected")]
    [InlineData(500, """{"error":{"code":424242}}""", "Unknown")]
    [InlineData(500, "", "Unknown")]
    [InlineData(502, "<html>", "Unknown")]
    [InlineData(504, "", "Unknown")]
    [InlineData(401, "", "Unavailable")]
    [InlineData(429, "", "Unavailable")]
    [InlineData(302, "", "Unavailable")]
    public async Task An_answer_is_judged_by_its_code_and_a_success_must_prove_itself(int status, string body, string outcome)
    {
        using var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };

        var answer = await WhatsAppAnswer.ReadAsync(response, TestContext.Current.CancellationToken);

        Assert.Equal(outcome, answer.Judge(response, "1", Clock).GetType().Name);
    }

    [Fact]
    public async Task What_Meta_says_is_passed_on_without_the_number()
    {
        using var response = new HttpResponseMessage(HttpStatusCode.BadRequest) { Content = new StringContent("""{"error":{"code":131026,"message":"x","error_data":{"details":"Message undeliverable to +62 811-0000-0001"}}}""") };

        var answer = await WhatsAppAnswer.ReadAsync(response, TestContext.Current.CancellationToken);

        Assert.EndsWith("Meta says: Message undeliverable to …", Assert.IsType<SyncResult.Rejected>(answer.Judge(response, "1", Clock)).Reason, StringComparison.Ordinal);
    }
}
