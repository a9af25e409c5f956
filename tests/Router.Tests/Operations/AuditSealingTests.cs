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
        Assert.Equal((2, rows - 3, seals.MaxBy(seal => seal.Number)!.Hash, 3), (intact.Seals, intact.Rows, intact.Head, intact.Unsealed));
        Assert.Equal(seals.Sum(seal => seal.Rows), intact.Rows);
    }

    [Theory]
    [InlineData("UPDATE timeline SET text = text || '.' WHERE seal = 2", 2)]
    [InlineData("UPDATE timeline SET at = '2026-03-02 03:00:00.000001' WHERE seal = 2", 2)]
    [InlineData("UPDATE timeline SET state = NULL WHERE seal = 1", 1)]
    [InlineData("UPDATE operator_acts SET by = 'orang lain' WHERE seal = 2", 2)]
    [InlineData("DELETE FROM timeline WHERE id = (SELECT max(id) FROM timeline WHERE seal = 1)", 1)]
    [InlineData("DELETE FROM operator_acts WHERE seal = 3", 3)]
    [InlineData("UPDATE timeline SET seal = NULL WHERE seal = 2", 2)]
    [InlineData("UPDATE timeline SET seal = 3 WHERE seal = 2", 2)]
    [InlineData("INSERT INTO timeline (id, report_id, at, kind, by, text, seal) SELECT '01900000-0000-7000-8000-00000000000A', report_id, at, kind, by, 'slipped in', 2 FROM timeline WHERE seal = 2 LIMIT 1", 2)]
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

        await rig.SqlAsync($"UPDATE timeline SET text = 'lain' WHERE seal = 1");
        var lines = await rig.Get<HubStore>().ReadAsync((db, token) => AuditChain.LinesAsync(db, 1, 100, token), default);
        var hash = AuditChain.Hash(AuditChain.Root, 1, lines);
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

        Assert.Equal(2, (await rig.AllAsync<OperatorAct>()).Single(act => act.Id == late.Id).Seal);
        Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default));
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
        await rig.WriteAsync((write, token) => write.Db.InsertAsync([.. Enumerable.Range(0, 1_200).Select(_ => Act(rig))], token));

        Assert.Equal(3, await rig.Get<AuditSealing>().RunAsync(default));
        Assert.Equal(1_200, Assert.IsType<AuditResult.Intact>(await rig.Get<AuditDesk>().VerifyAsync(default)).Rows);
    }

    [Fact]
    public void Fields_that_run_into_each_other_are_not_the_same_row()
    {
        var id = Guid.Parse("01900000-0000-7000-8000-000000000001");
        var act = new OperatorAct { Id = id, At = RouterRig.Start, By = "a", Verb = "bc", Subject = "", Detail = "1:x\n", Count = 1 };

        Assert.NotEqual(AuditChain.Line(act), AuditChain.Line(act with { By = "ab", Verb = "c" }));
        Assert.NotEqual(AuditChain.Line(act), AuditChain.Line(act with { Subject = "1:x\n", Detail = "" }));
    }

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
