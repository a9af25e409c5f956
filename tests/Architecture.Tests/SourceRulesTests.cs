using Hub.Architecture.Tests.House;

namespace Hub.Architecture.Tests;

public sealed class SourceRulesTests
{
    [Fact]
    public void No_file_goes_over_the_wall() => Verdict.Clean(SourceRules.Size(TheHouse.Sources));

    [Theory]
    [InlineData(250, 0)]
    [InlineData(251, 1)]
    public void A_file_over_the_wall_is_named(int lines, int problems) =>
        Assert.Equal(problems, SourceRules.Size(Planted(string.Concat(Enumerable.Repeat("// a line\n", lines)))).Count());

    [Fact]
    public void Namespaces_are_named_in_order() => Verdict.Clean(SourceRules.UnorderedUsings(TheHouse.Sources));

    [Theory]
    [InlineData("using System.Text; using Hub.Router; using Hub.Router.Units; using Xunit;", 0)]
    [InlineData("using Hub.Router; using System.Text;", 1)]
    [InlineData("using Hub.Router.Units; using Hub.Router.Lifecycle;", 1)]
    public void Namespaces_without_order_are_told(string code, int problems) => Assert.Equal(problems, SourceRules.UnorderedUsings(Planted(code)).Count());

    [Fact]
    public void No_type_has_an_empty_name() => Verdict.Clean(SourceRules.Names(TheHouse.Sources));

    [Theory]
    [InlineData("internal sealed class ReportManager;")]
    [InlineData("public sealed record UnitInfo(string Code);")]
    [InlineData("internal static class DateUtils { }")]
    [InlineData("public interface IReportBase;")]
    [InlineData("public sealed class Outer { private enum RoadData { A } }")]
    public void An_empty_name_is_named(string code) => Assert.Single(SourceRules.Names(Planted(code)));

    [Fact]
    public void Internal_types_are_sealed() => Verdict.Clean(SourceRules.Unsealed(TheHouse.Sources));

    [Theory]
    [InlineData("internal class Clerk;", 1)]
    [InlineData("class Clerk;", 1)]
    [InlineData("internal record Clerk(string Name);", 1)]
    [InlineData("public sealed class Office { private class Clerk; }", 1)]
    [InlineData("internal sealed partial class Clerk; partial class Clerk;", 0)]
    [InlineData("internal abstract record Clerk; internal static class Clerks; public class Office; internal record struct Desk;", 0)]
    public void An_unsealed_internal_type_is_named(string code, int problems) => Assert.Equal(problems, SourceRules.Unsealed(Planted(code)).Count());

    // One file turns a queue's name into an address, and declares the queue behind it first (DECISIONS: exchange: addresses).
    [Fact]
    public void Nothing_else_is_sent_to_an_exchange() =>
        Verdict.Clean(SourceRules.ExchangeAddresses(TheHouse.Product.Where(file => !file.Path.EndsWith("Broker/BrokerQueues.cs", StringComparison.Ordinal))));

    [Theory]
    [InlineData("""var address = new Uri("exchange:unit-inbox");""")]
    [InlineData("""var address = new Uri($"exchange:{unit}");""")]
    [InlineData(""""var address = """exchange:unit-inbox""";"""")]
    public void An_exchange_address_is_named(string code) => Assert.Single(SourceRules.ExchangeAddresses(Planted(code)));

    [Fact]
    public void No_publisher_waits_for_a_broker_without_end() => Verdict.Clean(SourceRules.Words(TheHouse.Product, "AwaitAck"));

    [Fact]
    public void A_wait_without_end_is_named() => Assert.Single(SourceRules.Words(Planted("context.AwaitAck = true;"), "AwaitAck"));

    [Fact]
    public void Raw_sql_is_never_put_together_from_pieces() => Verdict.Clean(SourceRules.AssembledSql(TheHouse.Product));

    [Theory]
    [InlineData("""db.Reports.FromSqlRaw($"SELECT * FROM reports WHERE number = '{number}'");""", 1)]
    [InlineData("""db.Database.ExecuteSqlRawAsync("DELETE FROM reports WHERE number = " + number, token);""", 1)]
    [InlineData("""db.Database.ExecuteSqlRaw(string.Format("DELETE FROM {0}", table));""", 1)]
    [InlineData("""db.Reports.FromSqlRaw("SELECT * FROM reports WHERE number = {0}", number);""", 0)]
    [InlineData("""db.Reports.FromSql($"SELECT * FROM reports WHERE number = {number}");""", 0)]
    public void Assembled_sql_is_named(string code, int problems) => Assert.Equal(problems, SourceRules.AssembledSql(Planted(code)).Count());

    [Fact]
    public void Nothing_is_left_undone() => Verdict.Clean(SourceRules.Unfinished(TheHouse.Sources));

    [Theory]
    [InlineData("// TODO later", 1)]
    [InlineData("/* FIXME */", 1)]
    [InlineData("/// <summary>HACK</summary>\nclass A;", 1)]
    [InlineData("""var word = "TODO";""", 0)]
    public void Undone_work_is_named(string code, int problems) => Assert.Equal(problems, SourceRules.Unfinished(Planted(code)).Count());

    [Fact]
    public void A_skipped_test_says_why() => Verdict.Clean(SourceRules.SkipsWithoutReason(TheHouse.Sources));

    [Theory]
    [InlineData("""[Fact(Skip = "")] void A() { }""", 1)]
    [InlineData("""[Theory(Skip = "flaky")] void A() { }""", 1)]
    [InlineData("""[Fact(Skip = "Needs a printer, which no machine of ours has.")] void A() { }""", 0)]
    public void A_silent_skip_is_named(string code, int problems) => Assert.Equal(problems, SourceRules.SkipsWithoutReason(Planted(code)).Count());

    private static SourceFile[] Planted(string code) => [new("src/Router/Planted.cs", code)];
}
