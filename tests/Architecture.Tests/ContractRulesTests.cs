using Hub.Architecture.Tests.House;
using Hub.Contracts.Channels;
using Hub.Contracts.Messages;

namespace Hub.Architecture.Tests;

public sealed class ContractRulesTests
{
    private static readonly Type[] Exported = typeof(ReportReceived).Assembly.GetExportedTypes();

    [Fact]
    public void Contracts_hold_only_records_enums_and_interfaces() => Verdict.Clean(ContractRules.Kinds(Exported));

    [Theory]
    [InlineData(typeof(PlantedClass), 1)]
    [InlineData(typeof(PlantedStruct), 1)]
    [InlineData(typeof(PlantedRecord), 0)]
    [InlineData(typeof(PlantedRecordStruct), 0)]
    [InlineData(typeof(IDisposable), 0)]
    [InlineData(typeof(DayOfWeek), 0)]
    public void Another_kind_is_named(Type planted, int problems) => Assert.Equal(problems, ContractRules.Kinds([planted]).Count());

    [Fact]
    public void There_are_messages_to_check() => Assert.Contains(typeof(ReportReceived), Messages());

    [Fact]
    public void Messages_carry_no_identity() => Verdict.Clean(ContractRules.Identity(Messages()));

    [Theory]
    [InlineData(typeof(PlantedPhone), "PlantedPhone.Phone would carry who reported.")]
    [InlineData(typeof(PlantedIdentity), "PlantedIdentity.Reporter would carry a ReporterIdentity.")]
    [InlineData(typeof(PlantedList), "PlantedList.Ids would carry a ChannelIdentity.")]
    [InlineData(typeof(PlantedNest), "PlantedNest.Inner.Phone would carry who reported.")]
    [InlineData(typeof(PlantedNests), "PlantedNests.Inner.Phone would carry who reported.")]
    public void A_message_that_carries_identity_is_named(Type planted, string problem) => Assert.Equal([problem], ContractRules.Identity([planted]));

    private static IEnumerable<Type> Messages() => Exported.Where(type => type.Namespace == "Hub.Contracts.Messages");

    private sealed class PlantedClass;

    private struct PlantedStruct;

    private sealed record PlantedRecord;

    private record struct PlantedRecordStruct;

    private sealed record PlantedPhone(Guid ReportId, string Phone);

    private sealed record PlantedIdentity(Guid ReportId, ReporterIdentity Reporter);

    private sealed record PlantedList(IReadOnlyList<ChannelIdentity> Ids);

    private sealed record PlantedNest(PlantedPhone Inner);

    private sealed record PlantedNests(IReadOnlyList<PlantedPhone[]> Inner);
}
