using Microsoft.EntityFrameworkCore;

namespace Hub.Benchmarks.Pipelines;

/// <summary>Rows as tutorials write them: tracked classes.</summary>
internal sealed class TutorialReport
{
    public Guid Id { get; set; }

    public int Unit { get; set; }

    public int Status { get; set; }

    public DateTime ReceivedAt { get; set; }

    public string Body { get; set; } = "";
}

internal sealed class TutorialMessage
{
    public long Id { get; set; }

    public string Content { get; set; } = "";

    public DateTime CreatedAt { get; set; }

    public DateTime? SentAt { get; set; }
}

internal sealed class TutorialSeen
{
    public Guid Id { get; set; }

    public DateTime At { get; set; }
}

/// <summary>What the bus carries.</summary>
public sealed record TutorialReportSubmitted
{
    public Guid Id { get; init; }

    public int Unit { get; init; }

    public string Source { get; init; } = "";

    public DateTime ReportedAt { get; init; }

    public TutorialReporter? Reporter { get; init; }

    public string Title { get; init; } = "";

    public IReadOnlyList<string> Tags { get; init; } = [];

    public string Text { get; init; } = "";
}

public sealed record TutorialReporter(string Name, string Mail);

internal sealed class TutorialContext(DbContextOptions<TutorialContext> options) : DbContext(options)
{
    public DbSet<TutorialReport> Reports => Set<TutorialReport>();

    public DbSet<TutorialMessage> Outbox => Set<TutorialMessage>();

    public DbSet<TutorialSeen> Inbox => Set<TutorialSeen>();

    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<TutorialReport>().HasIndex(report => new { report.Unit, report.ReceivedAt });
        modelBuilder.Entity<TutorialReport>().Property(report => report.Id).ValueGeneratedNever();
        modelBuilder.Entity<TutorialSeen>().Property(seen => seen.Id).ValueGeneratedNever();
    }
}
