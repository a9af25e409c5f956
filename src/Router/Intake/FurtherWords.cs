using Hub.Contracts.Reports;
using Hub.Router.Outbox;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Routing;
using Hub.Router.Routing.Questions;
using Microsoft.EntityFrameworkCore;

namespace Hub.Router.Intake;

/// <summary>
/// Words that come while no unit has the report belong to the report itself: "selamat pagi" says nothing, the next message
/// says it all. The rules look again; what a person or a unit sent to triage stays with the person.
/// </summary>
internal sealed class FurtherWords(BusMessages messages, ReportQuestions questions)
{
    private const int LongestText = 20_000;

    public async Task AppendAsync(StoreWrite write, Report report, (string Text, DateTimeOffset At) said, CancellationToken cancellationToken)
    {
        var words = said.Text;
        await questions.HeardAsync(write, report, said, cancellationToken);
        if (report.State is not (ReportState.Received or ReportState.Triage) || string.IsNullOrWhiteSpace(words) || report.Text.Length + words.Length > LongestText)
        {
            return;
        }

        var text = report.Text.Length == 0 ? words : $"{report.Text}\n{words}";
        await write.Db.KeepSeenAsync(report, cancellationToken);
        await write.Db.Set<Report>().Where(row => row.Id == report.Id)
            .ExecuteUpdateAsync(set => set.SetProperty(row => row.Text, text), cancellationToken);
        write.Send(messages.ReportReceived(report.Id, report.Channel, report.Version));
    }
}
