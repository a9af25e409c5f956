namespace Hub.Benchmarks.Tests;

public sealed class BenchCommandTests
{
    [Theory]
    [InlineData("--quick")]
    [InlineData("production", "--seconds", "2", "--repetitions", "3")]
    [InlineData("growth", "--stored", "10000,1000000", "--body", "1,16,256", "--units", "10")]
    [InlineData("growth", "--spike", "--minutes", "1", "--usual", "20")]
    [InlineData("statuses", "--quick")]
    [InlineData("router", "--markdown", "angka.md")]
    public void A_command_is_understood(params string[] words) => Assert.Empty(BenchCommand.Create(TimeProvider.System).Parse(words).Errors);

    [Theory]
    [InlineData("growth", "--stored", "banyak")]
    [InlineData("growth", "--stored", "10,0")]
    [InlineData("production", "--seconds", "0")]
    [InlineData("production", "--repetitions", "0")]
    [InlineData("sesuatu")]
    [InlineData("pipeline", "sesuatu")]
    public void A_word_without_sense_is_refused(params string[] words) => Assert.NotEmpty(BenchCommand.Create(TimeProvider.System).Parse(words).Errors);
}
