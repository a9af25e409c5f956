using Hub.Benchmarks.Measuring;

namespace Hub.Benchmarks.Tests.Measuring;

public sealed class ProcessUseTests
{
    [Fact]
    public void Our_own_use_is_found_under_proc()
    {
        Assert.True(ProcessUse.CpuSeconds(Environment.ProcessId) > 0);
        Assert.InRange(ProcessUse.ResidentMegabytes(Environment.ProcessId), 1, 10_000);
    }

    [Fact]
    public void Everybody_together_is_never_busier_than_the_machine()
    {
        var (busy, total) = ProcessUse.Machine();

        Assert.InRange(busy, 0.01, total);
    }

    [Fact]
    public void A_process_that_is_gone_has_no_memory() => Assert.True(double.IsNaN(ProcessUse.ResidentMegabytes(int.MaxValue)));

    [Fact]
    public void A_server_that_nobody_started_is_not_counted_as_nothing() =>
        Assert.Throws<InvalidOperationException>(() => ProcessUse.OwnChild("tidak-ada"));
}
