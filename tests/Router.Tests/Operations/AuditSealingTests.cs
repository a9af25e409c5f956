using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Hub.Router.Operations;
using Hub.Router.Persistence;
using Hub.Router.Persistence.Rows;
using Hub.Router.Tests.Rig;
using Microsoft.Extensions.DependencyInjection;

namespace Hub.Router.Tests.Operations;

public class AuditSealingTests
{
    [Fact]
    public async Task Everything_that_happened_is_under_a_seal_and_the_chain_holds()
    {
        await using var rig = await RouterRig.StartAsync();
        await HappenAsync(rig, 3);
        await rig.Get<AuditSealing>().RunAsync(default);
        await HappenAsync(rig, 2);
        await rig.Get<AuditSealing>().RunAsync(default);
        await HappenAsync(rig, 1);

        var rows = (await rig.AllAsync<TimelineEntry>()).Count + (await rig.AllAsync<OperatorAct>()).Count;
        var seals = await rig.AllAsync<AuditSeal>();
        var intact = Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default));
        Assert.Equal((2, rows - 2, seals.MaxBy(seal => seal.Number)!.Hash, 2), (intact.Seals, intact.Rows, intact.Head, intact.Unsealed));
        Assert.Equal(seals.Sum(seal => seal.Rows), intact.Rows);
    }

    [Theory]
    [InlineData("UPDATE timeline SET text = text || '.' WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("UPDATE timeline SET at = '2026-03-02 03:00:00.000001' WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("UPDATE timeline SET state = NULL WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 1)", 1)]
    [InlineData("UPDATE operator_acts SET by = 'orang lain' WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("DELETE FROM timeline WHERE id = (SELECT max(id) FROM timeline WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 1))", 1)]
    [InlineData("DELETE FROM operator_acts WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 3)", 3)]
    [InlineData("UPDATE timeline SET leaf = NULL WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("UPDATE timeline SET leaf = (SELECT min(id) FROM audit_leaves WHERE seal = 3) WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("UPDATE timeline SET leaf = '01900000-0000-7000-8000-00000000000A' WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2)", 2)]
    [InlineData("INSERT INTO timeline (id, report_id, at, kind, by, text, leaf) SELECT '01900000-0000-7000-8000-00000000000A', report_id, at, kind, by, 'slipped in', leaf FROM timeline WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2) LIMIT 1", 2)]
    [InlineData("INSERT INTO timeline (id, report_id, at, kind, by, text, seal) SELECT '01900000-0000-7000-8000-00000000000A', report_id, at, kind, by, 'slipped in', 2 FROM timeline WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 2) LIMIT 1", 2)]
    [InlineData("INSERT INTO timeline (id, report_id, at, kind, by, text, leaf) SELECT '01900000-0000-7000-8000-00000000000A', report_id, at, kind, by, 'slipped in', '01900000-0000-7000-8000-00000000000A' FROM timeline LIMIT 1", 4)]
    [InlineData("UPDATE audit_leaves SET hash = (SELECT hash FROM audit_leaves WHERE seal = 1 LIMIT 1) WHERE seal = 2", 2)]
    [InlineData("UPDATE audit_leaves SET rows = rows + 1 WHERE seal = 2", 2)]
    [InlineData("UPDATE audit_leaves SET seal = NULL WHERE seal = 2", 2)]
    [InlineData("UPDATE audit_leaves SET seal = 3 WHERE seal = 2", 2)]
    [InlineData("DELETE FROM audit_leaves WHERE seal = 2", 2)]
    [InlineData("DELETE FROM audit_leaves WHERE id = (SELECT max(id) FROM audit_leaves WHERE seal = 1)", 1)]
    [InlineData("UPDATE audit_seals SET hash = (SELECT hash FROM audit_seals WHERE number = 1) WHERE number = 2", 2)]
    [InlineData("DELETE FROM audit_seals WHERE number = 2", 2)]
    [InlineData("DELETE FROM audit_seals WHERE number = 3", 3)]
    [InlineData("DELETE FROM audit_seals WHERE number = 1", 1)]
    public async Task Whoever_changes_a_sealed_row_breaks_its_seal_and_the_seal_is_named(string sql, long seal)
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 3; number++)
        {
            await HappenAsync(rig, 2);
            await rig.Get<AuditSealing>().RunAsync(default);
        }

        await rig.SqlAsync(System.Runtime.CompilerServices.FormattableStringFactory.Create(sql));

        Assert.Equal(seal, Assert.IsType<AuditResult.Broken>(await rig.Get<AuditDesk>().VerifyAsync(default)).Seal);
    }

    [Fact]
    public async Task Whoever_recomputes_one_seal_breaks_the_next()
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 2; number++)
        {
            await HappenAsync(rig, 1);
            await rig.Get<AuditSealing>().RunAsync(default);
        }

        await rig.SqlAsync($"UPDATE timeline SET text = 'lain' WHERE leaf IN (SELECT id FROM audit_leaves WHERE seal = 1)");
        foreach (var rows in (await rig.AllAsync<TimelineEntry>()).GroupBy(row => row.Leaf!.Value).ToList())
        {
            await rig.SqlAsync($"UPDATE audit_leaves SET hash = {AuditHash.Leaf([.. rows]).Hash} WHERE id = {rows.Key}");
        }

        var covered = await rig.Get<HubStore>().ReadAsync((db, token) => AuditChain.CoveredAsync(db, 1, token), default);
        var hash = AuditChain.Hash(AuditChain.Root, 1, covered);
        await rig.SqlAsync($"UPDATE audit_seals SET hash = {hash} WHERE number = 1");

        Assert.Equal(2, Assert.IsType<AuditResult.Broken>(await rig.Get<AuditDesk>().VerifyAsync(default)).Seal);
    }

    [Fact]
    public async Task A_row_that_commits_late_with_an_older_id_is_under_the_next_seal()
    {
        await using var rig = await RouterRig.StartAsync();
        var late = Act(rig);
        await HappenAsync(rig, 1);
        await rig.Get<AuditSealing>().RunAsync(default);

        await rig.WriteAsync((write, token) => write.Db.InsertAsync([late], token));
        await rig.Get<AuditSealing>().RunAsync(default);

        Assert.Equal(2, (await rig.AllAsync<AuditLeaf>()).Single(leaf => leaf.Id == late.Id).Seal);
        Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default));
    }

    [Fact]
    public async Task The_rows_of_one_write_are_one_leaf_whatever_was_in_their_texts()
    {
        await using var rig = await RouterRig.StartAsync();
        var (first, second) = (Act(rig) with { Detail = "nol\0 di tengah, \ud800 tanpa pasangan, \u00e9" }, Act(rig));
        await rig.WriteAsync(async (write, token) =>
        {
            await write.Db.InsertAsync([second], token);
            await write.Db.InsertAsync([first], token);
        });
        await rig.Get<AuditSealing>().RunAsync(default);

        var leaf = Assert.Single(await rig.AllAsync<AuditLeaf>());
        Assert.Equal((second.Id, 2), (leaf.Id, leaf.Rows));
        Assert.Equal(2, Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default)).Rows);
    }

    [Fact]
    public async Task Seals_and_rows_from_before_there_were_leaves_hold()
    {
        await using var rig = await RouterRig.StartAsync();
        await HappenAsync(rig, 3);

        // As a hub without leaves left them: rows under a seal, and rows that waited for the next.
        await rig.SqlAsync($"DELETE FROM audit_leaves");
        await rig.SqlAsync($"UPDATE timeline SET leaf = NULL, seal = 1");
        await rig.SqlAsync($"UPDATE operator_acts SET leaf = NULL, seal = CASE WHEN id = (SELECT max(id) FROM operator_acts) THEN NULL ELSE 1 END");
        var covered = await rig.Get<HubStore>().ReadAsync((db, token) => AuditChain.CoveredAsync(db, 1, token), default);
        var hash = HashBeforeLeaves(covered.Rows);
        await rig.SqlAsync($"INSERT INTO audit_seals (number, at, rows, hash) VALUES (1, '2026-03-02 03:00:00', {covered.Count}, {hash})");
        Assert.Equal(1, Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default)).Unsealed);

        await HappenAsync(rig, 1);
        await rig.Get<AuditSealing>().RunAsync(default);
        var rows = (await rig.AllAsync<TimelineEntry>()).Count + (await rig.AllAsync<OperatorAct>()).Count;
        var intact = Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default));
        Assert.Equal((2, rows, 0), (intact.Seals, intact.Rows, intact.Unsealed));

        await rig.SqlAsync($"UPDATE operator_acts SET detail = 'lain' WHERE seal = 1");
        Assert.Equal(1, Assert.IsType<AuditResult.Broken>(await rig.Get<AuditDesk>().VerifyAsync(default)).Seal);
    }

    [Fact]
    public async Task A_look_beside_a_sealer_finds_nothing_broken()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        var sealing = Task.Run(async () =>
        {
            for (var round = 0; round < 40; round++)
            {
                await HappenAsync(rig, 1);
                await rig.Get<AuditSealing>().RunAsync(default);
            }
        });
        do
        {
            Assert.IsType<AuditResult.Intact>(await second.GetRequiredService<AuditDesk>().VerifyAsync(default));
        }
        while (!sealing.IsCompleted);

        await sealing;
        Assert.Equal(40, Assert.IsType<AuditResult.Intact>(await second.GetRequiredService<AuditDesk>().VerifyAsync(default)).Seals);
    }

    [Fact]
    public async Task Two_sealers_at_once_make_one_chain()
    {
        await using var rig = await RouterRig.StartAsync();
        await using var second = rig.AnotherProcess();
        for (var round = 0; round < 5; round++)
        {
            await HappenAsync(rig, 2);
            await Task.WhenAll(Task.Run(() => rig.Get<AuditSealing>().RunAsync(default)), Task.Run(() => second.GetRequiredService<AuditSealing>().RunAsync(default)));
        }

        Assert.Equal(0, Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default)).Unsealed);
        Assert.Equal(5, (await rig.AllAsync<AuditSeal>()).Count);
    }

    [Fact]
    public async Task A_long_history_is_sealed_in_slices()
    {
        await using var rig = await RouterRig.StartAsync();
        for (var number = 0; number < 2_100; number++)
        {
            await rig.WriteAsync((write, token) => write.Db.InsertAsync([Act(rig)], token));
        }

        Assert.Equal(2, await rig.Get<AuditSealing>().RunAsync(default));
        Assert.Equal(2_100, Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default)).Rows);
    }

    [Fact]
    public void Fields_that_run_into_each_other_are_not_the_same_row()
    {
        var id = Guid.Parse("01900000-0000-7000-8000-000000000001");
        var act = new OperatorAct { Id = id, At = RouterRig.Start, By = "a", Verb = "bc", Subject = "", Detail = "1:x\n", Count = 1 };

        Assert.NotEqual(AuditHash.Leaf([act]), AuditHash.Leaf([act with { By = "ab", Verb = "c" }]));
        Assert.NotEqual(AuditHash.Leaf([act]), AuditHash.Leaf([act with { Subject = "1:x\n", Detail = "" }]));
    }

    /// <summary>The first seal as it was made before there were leaves, written down here once more.</summary>
    private static string HashBeforeLeaves(IEnumerable<IAuditedRow> rows)
    {
        var texts = rows.Select(row => row switch
        {
            TimelineEntry line => Fields($"timeline/{line.Id}", $"{line.ReportId}", Micros(line.At), line.Kind, line.By, line.State?.ToString(), line.Text),
            OperatorAct act => Fields($"operator_acts/{act.Id}", Micros(act.At), act.By, act.Verb, act.Subject, act.Detail, $"{act.Count}"),
            _ => throw new InvalidOperationException(),
        });
        var parts = texts.OrderBy(text => text[text.IndexOf(':')..], StringComparer.Ordinal).Prepend("1").Prepend("hub audit 1").Select(Encoding.UTF8.GetBytes);
        return Convert.ToHexStringLower(SHA256.HashData([.. parts.SelectMany(part => BitConverter.GetBytes((long)part.Length).Reverse().Concat(part))]));
    }

    private static string Fields(params string?[] fields) => string.Concat(fields.Select(field => field is null ? "-:\n" : $"{field.Length}:{field}\n"));

    private static string Micros(DateTimeOffset at) => (at.UtcTicks / 10).ToString(CultureInfo.InvariantCulture);

    /// <summary>New reports with their history, each with an act of a person.</summary>
    private static async Task HappenAsync(RouterRig rig, int count)
    {
        for (var number = 0; number < count; number++)
        {
            await rig.ReadAsync(Items.Report(rig.Get<HubIds>().Next().ToString("N")));
            await rig.WriteAsync((write, token) => write.Db.InsertAsync([Act(rig)], token));
        }
    }

    private static OperatorAct Act(RouterRig rig) =>
        new() { Id = rig.Get<HubIds>().Next(), At = rig.Time.GetUtcNow(), By = "sari", Verb = "sync.retry", Subject = "LP-2026-000001", Detail = "Coba lagi", Count = 1 };
}
