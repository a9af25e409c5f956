using Hub.Contracts.Reports;
using Hub.Router.Lifecycle;

namespace Hub.Router.Tests.Lifecycle;

public sealed class UnitStatusWordsTests
{
    [Theory]
    [InlineData("acknowledged", ReportState.Acknowledged)]
    [InlineData("in_progress", ReportState.InProgress)]
    [InlineData("waiting_reporter", ReportState.WaitingReporter)]
    [InlineData("postponed", ReportState.Postponed)]
    [InlineData("answered", ReportState.Answered)]
    [InlineData("returned", ReportState.ReturnedByUnit)]
    [InlineData("archived", ReportState.Archived)]
    public void Each_word_of_the_contract_has_its_state(string word, ReportState state) => Assert.Equal(state, UnitStatusWords.ToState(word));

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("closed")] // the channel closes, never the unit
    [InlineData("Answered")] // words are exact
    [InlineData(" answered")]
    [InlineData("selesai")]
    public void Another_word_is_not_guessed(string? word) => Assert.Null(UnitStatusWords.ToState(word));
}
