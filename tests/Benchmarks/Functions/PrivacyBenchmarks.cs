using System.Security.Cryptography;
using BenchmarkDotNet.Attributes;
using Hub.Router.Privacy;
using Microsoft.Extensions.Options;

namespace Hub.Benchmarks.Functions;

/// <summary>What every text and every raw body goes through before it is stored.</summary>
public class PrivacyBenchmarks
{
    private const string Purpose = "raw";

    private Seal seal = null!;
    private byte[] plain = null!;
    private byte[] closed = null!;

    [GlobalSetup]
    public void Prepare()
    {
        seal = new Seal(Options.Create(new VaultOptions { Keys = [new VaultKey { Id = "bench", Secret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(VaultKey.SecretBytes)) }] }));
        plain = RandomNumberGenerator.GetBytes(1200);
        closed = seal.Close(plain, Purpose);
    }

    [Benchmark]
    public object MaskCleanText() => IdentityMask.Mask(Samples.Clean);

    [Benchmark]
    public object MaskTextWithIdentity() => IdentityMask.Mask(Samples.WithIdentity);

    [Benchmark]
    public byte[] SealBody() => seal.Close(plain, Purpose);

    [Benchmark]
    public byte[] OpenBody() => seal.Open(closed, Purpose);
}
