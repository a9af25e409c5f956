using System.Collections.Concurrent;
using System.Text.Json;
using Hub.Faults.Ledgers;
using Hub.Simulators.Units;

namespace Hub.Faults.Units;

/// <summary>How a unit's words get to the hub.</summary>
internal interface IUnitLine
{
    string Way { get; }

    /// <summary>Says it until it is taken, under one id however often.</summary>
    /// <returns>The key under which the hub keeps it; null when the hub says that this step is not possible.</returns>
    Task<string?> SayAsync(UnitAnswer answer, string id, CancellationToken cancellationToken);
}

/// <summary>What all units do: each writes down what it got before it says thank you, and brings each report to an answer.</summary>
internal sealed class UnitWork(DrillLedgers ledgers, (int Seed, TimeProvider Clock) made, CancellationToken stopping)
{
    private const int Sides = 24;

    private readonly ConcurrentDictionary<(string Unit, Guid Report), bool> begun = new();
    private readonly ConcurrentDictionary<Guid, bool> returned = new();
    private readonly ConcurrentQueue<string> troubles = new();
    private int open;

    /// <summary>Reports that a unit has begun and not yet answered.</summary>
    public int Open => Volatile.Read(ref open);

    public IReadOnlyCollection<string> Troubles => troubles;

    /// <summary>Looks for identities in everything that a unit gets (S6, S8).</summary>
    public Check.LeakSearch? Search { get; set; }

    public void Complain(string trouble) => troubles.Enqueue(trouble);

    public async Task TakeAsync(string unit, UnitDelivery delivery, IUnitLine line)
    {
        if (!delivery.Body.TryGetProperty("reportId", out var id) || !id.TryGetGuid(out var reportId))
        {
            ledgers.Seen.Enqueue(new Check.Violation("S2", Check.Harm.Other, $"{unit} got an event of type {delivery.Type} without a report."));
            return;
        }

        LookForLeaks(unit, delivery);
        await ledgers.UnitReceipts.AppendAsync(Receipt(unit, delivery, reportId, line.Way));
        if (delivery.Type == UnitEvent.Assigned && begun.TryAdd((unit, reportId), true))
        {
            Interlocked.Increment(ref open);
            _ = WorkAsync(unit, reportId, line);
        }
    }

    private void LookForLeaks(string unit, UnitDelivery delivery)
    {
        foreach (var leak in Search?.Find($"an event to {unit}", delivery.Body.GetRawText()) ?? [])
        {
            ledgers.Seen.Enqueue(new Check.Violation("S6", Check.Harm.Leak, $"A canary ({leak.Form}) stands in {leak.Place}, {delivery.Id}."));
        }
    }

    private UnitReceipt Receipt(string unit, UnitDelivery delivery, Guid reportId, string way)
    {
        var hidden = delivery.Body.TryGetProperty("anonymous", out var anonymous) && anonymous.ValueKind is JsonValueKind.True;
        return new UnitReceipt(made.Clock.GetUtcNow(), unit, delivery.Id, delivery.Type, reportId, way)
        {
            NamedUnit = delivery.Body.TryGetProperty("unit", out var named) ? named.GetString() : null,
            HasReporter = hidden && delivery.Body.TryGetProperty("reporterRef", out var reporter) && reporter.ValueKind is not JsonValueKind.Null,
        };
    }

    private async Task WorkAsync(string unit, Guid report, IUnitLine line)
    {
        try
        {
            var dice = new Random(Load.Seeds.Of(made.Seed, 6, BitConverter.ToInt32(report.ToByteArray(), 12)));
            if (dice.Next(Sides) == 0 && returned.TryAdd(report, true))
            {
                await SayAsync(new UnitAnswer(report, unit, "returned") { Reason = "Setelah diperiksa, lokasi laporan bukan tugas unit kami.", SuggestedUnit = UnitPlan.NeighbourOf(unit) }, line, dice);
                return;
            }

            await SayAsync(new UnitAnswer(report, unit, "acknowledged"), line, dice);
            await SayAsync(new UnitAnswer(report, unit, "in_progress") { PublicNote = "Laporan sedang kami tangani." }, line, dice);
            await SayAsync(new UnitAnswer(report, unit, "answered") { PublicNote = "Tim kami sudah meninjau lokasi dan perbaikan dijadwalkan." }, line, dice);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The drill ends.
        }
        catch (Exception fault)
        {
            troubles.Enqueue($"{unit} could not answer report {report}: {fault.GetType().Name} {fault.Message}");
        }
        finally
        {
            Interlocked.Decrement(ref open);
        }
    }

    private async Task SayAsync(UnitAnswer answer, IUnitLine line, Random dice)
    {
        await Task.Delay(TimeSpan.FromMilliseconds(dice.Next(50, 800)), made.Clock, stopping);
        var now = made.Clock.GetUtcNow();
        var id = Guid.CreateVersion7(now).ToString();
        var said = answer with { OccurredAt = now };
        if (await line.SayAsync(said, id, stopping) is not { } key)
        {
            return;
        }

        await ledgers.UnitReplies.AppendAsync(new UnitReply(now, answer.Unit, key, answer.ReportId, answer.Status, line.Way));
        if (dice.NextDouble() < 0.05)
        {
            await line.SayAsync(said, id, stopping);
        }
    }
}
