using System.Globalization;
using System.Security.Cryptography;

namespace Hub.Simulators.ContactCenter158;

/// <summary>
/// The vendor's database: tickets, their events, and the sequence in which changes were committed. The feed walks that sequence,
/// so a change that is committed late comes late and is never behind a cursor (CHANNELS 3.5.3, duty 1).
/// </summary>
internal sealed class TicketBook(TimeProvider clock)
{
    private static readonly TimeSpan Wib = TimeSpan.FromHours(7);

    private readonly Dictionary<string, Ticket> tickets = [];
    private readonly Dictionary<string, List<TicketEvent>> events = [];
    private readonly Dictionary<string, ReadOnlyMemory<byte>> files = [];
    private readonly Dictionary<string, long> latest = [];
    private readonly List<(string TicketNo, DateTimeOffset At)> commits = [];
    private int numbers;

    public Lock Gate { get; } = new();

    /// <summary>How far the vendor's clock runs ahead of the hub's.</summary>
    public TimeSpan Skew { get; set; }

    public Action<Ticket> OnCommit { get; set; } = _ => { };

    public DateTimeOffset Now => (clock.GetUtcNow() + Skew).ToOffset(Wib);

    public IReadOnlyList<Ticket> All()
    {
        lock (Gate)
        {
            return [.. tickets.Values];
        }
    }

    public Ticket? Find(string ticketNo)
    {
        lock (Gate)
        {
            return tickets.GetValueOrDefault(ticketNo);
        }
    }

    public IReadOnlyList<TicketEvent> Events(string ticketNo)
    {
        lock (Gate)
        {
            return [.. events.GetValueOrDefault(ticketNo, [])];
        }
    }

    public ReadOnlyMemory<byte>? File(string ticketNo, string id)
    {
        lock (Gate)
        {
            return files.TryGetValue($"{ticketNo}/{id}", out var bytes) ? bytes : null;
        }
    }

    /// <summary>A ticket that has its number and time already and is not yet visible to anyone.</summary>
    public Ticket Prepare(TicketDraft draft)
    {
        lock (Gate)
        {
            var now = Now;
            var number = string.Create(CultureInfo.InvariantCulture, $"158-{now.Year}-{++numbers:D6}");
            return new Ticket
            {
                TicketNo = number,
                Version = 1,
                CreatedAt = now,
                UpdatedAt = now,
                Channel = draft.Channel,
                Call = draft.Channel is "phone" ? new Call($"C-{number}", "inbound", now, "agen-07") : null,
                Caller = draft.Caller,
                ReportType = draft.ReportType,
                Category = draft.Category,
                Subcategory = draft.Subcategory,
                Subject = draft.Subject,
                Description = draft.Description,
                Location = draft.Location,
                Priority = draft.Priority,
                Attachments = [.. draft.Files.Select((file, index) => Keep(number, file, index + 1, now))],
            };
        }
    }

    public void Commit(Ticket ticket, params ReadOnlySpan<TicketEvent> added)
    {
        lock (Gate)
        {
            tickets[ticket.TicketNo] = ticket;
            commits.Add((ticket.TicketNo, ticket.UpdatedAt));
            latest[ticket.TicketNo] = commits.Count;
            if (!events.TryGetValue(ticket.TicketNo, out var list))
            {
                events[ticket.TicketNo] = list = [];
            }

            list.AddRange(added);
        }

        OnCommit(ticket);
    }

    /// <summary>The next version of a ticket, with what happened to it.</summary>
    public Ticket Change(string ticketNo, Func<Ticket, Ticket> change, Func<Ticket, TicketEvent> describe)
    {
        lock (Gate)
        {
            var current = tickets[ticketNo];
            var changed = change(current) with { Version = current.Version + 1, UpdatedAt = Now };
            var what = describe(changed);
            changed = what.Role is "caller" ? changed with { Events = [.. changed.Events, what] } : changed;
            Commit(changed, what);
            return changed;
        }
    }

    public string NextEventId(string ticketNo)
    {
        lock (Gate)
        {
            return string.Create(CultureInfo.InvariantCulture, $"E{events.GetValueOrDefault(ticketNo, []).Count + 1}");
        }
    }

    /// <summary>Each ticket once, at its latest version, in commit order behind the position.</summary>
    public (IReadOnlyList<Ticket> Items, long Next, bool HasMore) After(long position, int limit)
    {
        lock (Gate)
        {
            List<Ticket> items = [];
            for (var sequence = position + 1; sequence <= commits.Count; sequence++)
            {
                var ticketNo = commits[(int)sequence - 1].TicketNo;
                if (latest.GetValueOrDefault(ticketNo) != sequence)
                {
                    continue;
                }

                if (items.Count == limit)
                {
                    return (items, sequence - 1, true);
                }

                items.Add(tickets[ticketNo]);
            }

            return (items, commits.Count, false);
        }
    }

    /// <summary>A row is changed behind the feed: no commit tells of it.</summary>
    public Ticket Hide(string ticketNo, Func<Ticket, Ticket> change)
    {
        lock (Gate)
        {
            return tickets[ticketNo] = change(tickets[ticketNo]);
        }
    }

    /// <summary>A row is gone without a tombstone.</summary>
    public void Vanish(string ticketNo)
    {
        lock (Gate)
        {
            tickets.Remove(ticketNo);
            latest.Remove(ticketNo);
            events.Remove(ticketNo);
        }
    }

    /// <summary>A row appears behind every cursor that was given out, against duty 1 of the contract.</summary>
    public void Slip(Ticket ticket, TicketEvent added)
    {
        lock (Gate)
        {
            tickets[ticket.TicketNo] = ticket;
            events[ticket.TicketNo] = [added];
            commits.Insert(0, (ticket.TicketNo, ticket.UpdatedAt));
            foreach (var known in latest.Keys.ToList())
            {
                latest[known]++;
            }

            latest[ticket.TicketNo] = 1;
        }
    }

    /// <summary>The position in front of the first change at or after a time.</summary>
    public long PositionAt(DateTimeOffset since)
    {
        lock (Gate)
        {
            var index = commits.FindIndex(commit => commit.At >= since);
            return index < 0 ? commits.Count : index;
        }
    }

    private Attachment Keep(string ticketNo, TicketFile file, int index, DateTimeOffset now)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"A{index}");
        files[$"{ticketNo}/{id}"] = file.Bytes;
        return new Attachment(id, file.FileName, file.MimeType, file.Bytes.Length, Convert.ToHexStringLower(SHA256.HashData(file.Bytes.Span)), now);
    }
}
