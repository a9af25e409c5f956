namespace Hub.Mutants;

/// <summary>The faults that the tests must find; each breaks a promise of DESIGN part 2.</summary>
internal static class PlantedFaults
{
    private const string Router = "Router.Tests";

    public static IReadOnlyList<PlantedFault> All { get; } =
    [
        new("Dedupe off: every item gets a key of its own", "P2", "src/Router/Intake/ReportRows.cs",
            "ExternalId = entry.Item.ExternalId,\n            ReportId = ids", "ExternalId = entry.Item.ExternalId + ids.Next(),\n            ReportId = ids")
        { Tests = Router, Classes = ["InboundWriterTests"] },

        new("Acknowledge before the commit", "P1", "src/Router/Intake/ChannelInbox.cs",
            "var rows = batch.ConvertAll(waiting => waiting.Row);", "var rows = batch.ConvertAll(waiting => waiting.Row);\n        batch.ForEach(waiting => waiting.Answer.TrySetResult(Stored.Yes));")
        { Tests = Router, Classes = ["ChannelInboxTests"] },

        new("A body that hurts its reader takes its batch with it", "P3", "src/Router/Intake/BodyReader.cs",
            "return Unreadable(body, \"reader_failed\", $\"The reader failed with {fault.GetType().Name}; report it and retry after the fix.\");", "throw;")
        { Tests = Router, Classes = ["BodyReaderTests"] },

        new("Message sent, but not saved with its row", "P4", "src/Router/Persistence/HubStore.cs",
            "await db.InsertAsync(write.Rows, cancellationToken);", "await Task.Yield();")
        { Tests = Router, Classes = ["OutboxDispatcherTests"] },

        new("Outbox row deleted whether or not the broker took it", "P4", "src/Router/Outbox/OutboxDispatcher.cs",
            "failed.Add((message, fault));", "sent.Add(message.Id);")
        { Tests = Router, Classes = ["OutboxDispatcherTests"] },

        new("Mandatory publishing off", "P4", "src/Worker/Messaging.cs",
            "rabbitMessage.Mandatory = true;", "rabbitMessage.Mandatory = false;")
        { Tests = "Integration.Tests", Classes = ["StoryTests"] },

        new("The embedded store synchronises only now and then", "P1", "src/Worker/Storage.cs",
            "PRAGMA synchronous = FULL;", "PRAGMA synchronous = NORMAL;")
        { Tests = "Worker.Tests", Classes = ["StartTests"] },

        new("An unknown outcome is sent again at once", "P5", "src/Router/StatusSync/StatusAttempts.cs",
            "return head.Outcome is LedgerOutcome.Unknown ?", "return head.Outcome is LedgerOutcome.Delivered ?")
        { Tests = Router, Classes = ["StatusLaneTests"] },

        new("Newest status first", "P6", "src/Router/StatusSync/LedgerQueue.cs",
            "report.MinBy(row => row.Sequence)!", "report.MaxBy(row => row.Sequence)!")
        { Tests = Router, Classes = ["StatusLaneTests"] },

        new("A late word of a unit moves the report back", "P6", "src/Router/Lifecycle/ReportChanges.cs",
            "change.MayBeLate && overtaken", "change.MayBeLate && report.Version < 0")
        { Tests = Router, Classes = ["UnitStatusDeskTests"] },

        new("A deadline is told whenever somebody looks at it", "P8", "src/Router/Deadlines/DeadlineSlice.cs",
            "var added = await write.Db.InsertNewAsync(acts, cancellationToken);", "await write.Db.InsertNewAsync(acts, cancellationToken);\n        var added = acts;")
        { Tests = Router, Classes = ["DeadlineSweepTests"] },

        new("A pause moves no deadline", "P8", "src/Router/Deadlines/ReportClocks.cs",
            "CompletionDue = clock is { CompletionAt: null, CompletionDue: { } completion } ? count.Later(completion, paused) : clock.CompletionDue,", "CompletionDue = clock.CompletionDue,")
        { Tests = Router, Classes = ["ReportClocksTests", "ClockModelTests"] },

        new("An end from before a reopening ends the report again", "P6", "src/Router/Lifecycle/ChannelVerdicts.cs",
            "row.At > verdict.At", "row.At < verdict.At")
        { Tests = Router, Classes = ["ReopeningTests"] },

        new("An answer goes out with the telephone numbers in it", "P9", "src/Router/Answers/AnswerCheck.cs",
            "[.. Identity(answer), .. Names(answer),", "[.. Names(answer),")
        { Tests = Router, Classes = ["AnswerCheckTests", "AnswerApprovalTests"] },

        new("Another content under a known event id is taken for a repeat", "P2", "src/Router/Units/UnitAnswers.cs",
            "_ when before.BodyHash != Hash(status) =>", "_ when before.BodyHash.Length == 0 =>")
        { Tests = Router, Classes = ["UnitStatusDeskTests"] },

        new("Redaction off", "P9", "src/Router/Privacy/IdentityMask.cs",
            "if (!plain.AsSpan().ContainsAnyInRange('0', '9') && !plain.Contains('@'))", "if (plain.Length >= 0)")
        { Tests = Router, Classes = ["IdentityLeakTests", "UnitStatusDeskTests"] },

        new("The fence of a poll is not asked", "P2", "src/Router/Intake/PageStore.cs",
            "WHERE poll_cursors.fence <= excluded.fence", "WHERE poll_cursors.fence <= excluded.fence OR 1 = 1")
        { Tests = Router, Classes = ["ChannelPollingTests"] },

        new("A clock that starts on a day off keeps its time of day", "P8", "src/Router/Deadlines/Calendar/WorkCalendar.cs",
            "return (day, Max(span.From, time));", "return (day, office.LocalOf(start).Time);")
        { Tests = Router, Classes = ["WorkCalendarTests", "CalendarModelTests"] },

        new("The calendar is imported although it changed since the difference was shown", "P8", "src/Router/Deadlines/Calendar/CalendarDesk.cs",
            "(false, _) => (null, new CalendarResult.Overtaken(state.Version)),", "(false, _) when shown.Version < 0 => (null, new CalendarResult.Overtaken(state.Version)),")
        { Tests = Router, Classes = ["CalendarDeskTests"] },

        new("Webhook signature not checked", "P2", "src/Connectors/WhatsApp/WhatsAppSignature.cs",
            "IsWellFormed(header) && HmacHex.Matches(secrets, body, header[0].AsSpan(Prefix.Length));", "IsWellFormed(header) || HmacHex.Matches(secrets, body, header[0].AsSpan(Prefix.Length));")
        { Tests = "Connectors.Tests", Classes = ["WhatsAppWebhookTests"] },

        new("The model overrules a moderator's ending", "P7", "src/Router/Routing/Evidence/CaseReader.cs",
            "byRules.IsDecisive || (byRules.Authority is Authority.National && opinion.Authority is Authority.Unknown) ? byRules", "byRules.Authority is Authority.National && opinion.Authority is Authority.Unknown ? byRules")
        { Tests = Router, Classes = ["ModelAndRulesTests"] },

        new("An unsure answer needs no person", "P7", "src/Router/Routing/Steps/Certainty.cs",
            "return ruling.IsFixed || enough ? certain : Ask(found, certain, taken);", "return certain;")
        { Tests = Router, Classes = ["ModelAndRulesTests"] },

        new("An unknown word of a channel is guessed", "P5", "src/Connectors/Sp4nLapor/Sp4nLaporStatusMap.cs",
            "ToHub.GetValueOrDefault(Sp4nLaporWords.Key(word));", "ToHub.GetValueOrDefault(Sp4nLaporWords.Key(word)) ?? new Meaning(ReportState.InProgress);")
        { Tests = "Connectors.Tests", Classes = ["Sp4nLaporNormaliserTests"] },

        new("A file of one unit goes to the next unit of its report", "P9", "src/Router/Units/UnitFiles.cs",
            "row.Id == fileId && row.ReportId == reportId && row.Unit == unit", "row.Id == fileId && row.ReportId == reportId")
        { Tests = Router, Classes = ["UnitFilesTests"] },

        new("The words of a report are pushed to a unit that has it no more", "P9", "src/Router/Units/UnitDeliveries.cs",
            "if (!await IsOwnAsync(delivery, cancellationToken))", "if (!await IsOwnAsync(delivery, cancellationToken) && delivery.Attempts < 0)")
        { Tests = Router, Classes = ["UnitWebhooksTests"] },

        new("A returned report goes on without an end", "P5", "src/Router/Units/NextUnit.cs",
            ": move > Onward.Most ? onward with", ": move > 99 ? onward with")
        { Tests = Router, Classes = ["NextUnitTests", "UnitReturnsTests"] },

        new("A returned report goes back to a unit that had it", "P5", "src/Router/Units/NextUnit.cs",
            "{ } unit when had.Contains(unit.Code) => null,", "{ } unit when had.Contains(unit.Code) && unit.Code == asked.From => null,")
        { Tests = Router, Classes = ["NextUnitTests", "UnitReturnsTests"] },

        new("A report of a unit that ended is handed over by whoever looks", "P2", "src/Router/Units/SuccessionMove.cs",
            "report is not null && report.Unit == succession.From && UnitSuccession", "report is not null && UnitSuccession")
        { Tests = Router, Classes = ["UnitSuccessionTests"] },

        new("What the rules decided and nobody confirmed is a label", "P5", "src/Router/Routing/History/LastWord.cs",
            "when isPerson || answers.Any(", "when last.By.Length > 0 || answers.Any(")
        { Tests = Router, Classes = ["RoutingHistoryTests"] },

        new("A unit is shown the reports of others", "P9", "src/Router/Units/UnitInbox.cs",
            ".Where(report => report.Unit == unit);", ".Where(report => report.Unit == unit || unit != \"\");")
        { Tests = "Worker.Tests", Classes = ["UnitApiTests"] },

        new("An amended report takes from its decision what it looked at", "P7", "src/Router/Routing/SeenFacts.cs",
            "if (held.State is not ReportState.Received)", "if (held.State is not ReportState.Received && held.Version < 0)")
        { Tests = Router, Classes = ["DecisionReplayTests"] },

        new("A shadow that cannot be saved takes the decision's batch with it", "P7", "src/Router/Routing/Shadow/ShadowComparison.cs",
            "catch (Exception fault)\n", "catch (Exception fault) when (made.Count < 0)\n")
        { Tests = Router, Classes = ["ShadowComparisonTests"] },

        new("A rule counts at any time", "P7", "src/Router/Routing/Text/TextScanner.cs",
            "is { } when && !when.Holds(on)", "is { } when && !when.Holds(on) && index < 0")
        { Tests = Router, Classes = ["RuleConditionTests"] },

        new("A rule set is used while its files are still being copied", "P10", "src/Worker/Config/WatchedFolder.cs",
            "if (digest != seen)", "if (digest != seen && seen is null)")
        { Tests = "Worker.Tests", Classes = ["WatchedFolderTests"] },
        new("A report is decided while its reporter's answer is awaited", "P5", "src/Router/Routing/Questions/ReportQuestions.cs",
            "|| asked is { IsOpen: false })", "|| asked is not null)")
        { Tests = Router, Classes = ["ReportQuestionsTests"] },

        new("A code of BPS is taken for one of Kemendagri", "P5", "src/Router/Routing/Places/PlaceCodes.cs",
            "if (kemendagri is null || bps is null || kemendagri == bps)", "if (kemendagri is not null || bps is null)")
        { Tests = Router, Classes = ["PlaceSearchTests"] },
        new("A fold learns from the rows that it judges", "P7", "src/Router/Routing/Evaluation/EvaluationFolds.cs",
            ".. reports.Where((_, row) => split[row] != fold).Select(Lesson),", ".. reports.Where((_, row) => split[row] >= 0).Select(Lesson),")
        { Tests = Router, Classes = ["EvaluationFoldsTests"] },

        new("A misspelt word is guessed between two words", "P5", "src/Router/Routing/Text/TypingErrors.cs",
            "if (meant != Vocabulary.Unknown)", "if (meant == int.MaxValue)")
        { Tests = Router, Classes = ["SpellingTests"] },
    ];
}
