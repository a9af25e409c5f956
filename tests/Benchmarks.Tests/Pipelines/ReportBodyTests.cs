using System.Security.Cryptography;
using System.Text;
using Hub.Benchmarks.Pipelines;

namespace Hub.Benchmarks.Tests.Pipelines;

public sealed class ReportBodyTests
{
    private static readonly DateTimeOffset At = new(2026, 8, 20, 3, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData(1)]
    [InlineData(1_000_001)]
    [InlineData(int.MaxValue)]
    public void An_id_carries_its_number(int number) => Assert.Equal(number, ReportBody.NumberOf(ReportBody.Id(number, At)));

    [Fact]
    public void Later_ids_stand_behind_earlier_ones() =>
        Assert.True(string.CompareOrdinal(ReportBody.Id(9, At).ToString(), ReportBody.Id(1, At.AddSeconds(1)).ToString()) < 0);

    [Theory]
    [InlineData(1200)]
    [InlineData(16 * 1024)]
    public void A_body_has_its_size_and_is_read_without_building_it(int size)
    {
        var body = ReportBody.Write(12, size, At);

        Assert.Equal(size, body.Length);
        Assert.Equal((12, 4), (ReportBody.NumberOf(ReportBody.Peek(body).Id), ReportBody.Peek(body).Unit));
    }

    [Fact]
    public void A_changed_body_does_not_fit_its_signature()
    {
        var body = ReportBody.Write(1, 1200, At);
        var signature = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(ReportBody.Secret), body));

        Assert.True(ReportBody.IsSigned(body, signature));
        body[10] ^= 1;
        Assert.False(ReportBody.IsSigned(body, signature));
        Assert.False(ReportBody.IsSigned(body, null));
    }
}
