using System.Globalization;
using System.Text;
using Hub.Faults.Check;
using Hub.Faults.Load;

namespace Hub.Faults.Tests.Check;

public sealed class LeakSearchTests
{
    private static readonly Canaries Citizens = new(7);
    private static readonly LeakSearch Search = new(Citizens);

    public static TheoryData<string> Identities => [Citizens.Phone(12), Citizens.Name(12), Citizens.Email(12), Citizens.Nik(12), Citizens.Street(12), "0" + Citizens.Phone(12)[2..]];

    [Theory]
    [MemberData(nameof(Identities))]
    public void An_identity_in_plain_text_is_found(string identity) => Assert.NotEmpty(Search.Find("log", $"Report told to {identity}."));

    [Theory]
    [MemberData(nameof(Identities))]
    public void An_identity_in_base64_is_found_wherever_it_begins(string identity)
    {
        foreach (var before in new[] { "", "a", "ab", "abc" })
        {
            Assert.NotEmpty(Search.Find("log", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{before}{identity}|110000000000158"))));
        }
    }

    [Theory]
    [MemberData(nameof(Identities))]
    public void An_identity_in_escapes_and_hexadecimal_is_found(string identity)
    {
        var bytes = Encoding.UTF8.GetBytes(identity);

        Assert.NotEmpty(Search.Find("log", Convert.ToHexStringLower(bytes)));
        Assert.NotEmpty(Search.Find("log", string.Concat(bytes.Select(each => $"%{each:X2}"))));
        Assert.NotEmpty(Search.Find("log", string.Concat(bytes.Select(each => $"\\u{each:x4}"))));
        Assert.NotEmpty(Search.Find("dump", new MemoryStream(Encoding.Unicode.GetBytes(identity)), isText: false));
    }

    [Fact]
    public void The_last_eight_digits_alone_are_found_in_text_only()
    {
        var tail = Citizens.Phone(12)[^8..];

        Assert.Equal("last eight digits", Assert.Single(Search.Find("log", $"called {tail} back")).Form);
        Assert.Empty(Search.Find("dump", new MemoryStream(Encoding.ASCII.GetBytes($"called {tail} back")), isText: false));
        Assert.Empty(Search.Find("log", $"operation 01a20138-0423-7003-ae55-{tail}5b31 and {tail}-0423-7003-ae55-423b5165ab3f"));
    }

    [Fact]
    public void An_identity_over_the_border_of_two_blocks_is_found_once()
    {
        var bytes = new byte[(1 << 20) + 200];
        Encoding.ASCII.GetBytes(Citizens.Phone(12)).CopyTo(bytes, (1 << 20) - 5);

        var leak = Assert.Single(Search.Find("dump", new MemoryStream(bytes), isText: false));

        Assert.Equal((1 << 20) - 5, leak.Offset);
    }

    [Fact]
    public void What_the_hub_says_every_day_holds_no_canary() =>
        Assert.Empty(Search.Find("log", string.Create(CultureInfo.InvariantCulture, $"{Story.Noon:O} Report {Story.Id(1)} told to whatsapp as wa-0123456789abcdef01234567. LP-2026-000123 62811-0000-158")));

    [Fact]
    public void A_cursor_in_base64_that_holds_the_same_three_digits_is_no_leak() =>
        Assert.Empty(Search.Find("dump", Convert.ToBase64String(Encoding.ASCII.GetBytes($"639310444498870{Citizens.Digits[..3]}|9170269"))));

    [Fact]
    public void Another_seed_has_other_citizens() => Assert.Empty(Search.Find("log", new Canaries(8).Phone(12) + new Canaries(8).Name(12)));
}
