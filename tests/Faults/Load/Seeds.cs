namespace Hub.Faults.Load;

/// <summary>Seeds for parts of a drill. The runtime's own hash differs from process to process, and a drill must be repeatable.</summary>
internal static class Seeds
{
    public static int Of(int seed, int part, int number = 0)
    {
        unchecked
        {
            var mixed = (ulong)(uint)seed + 0x9E3779B97F4A7C15UL;
            mixed = Stir(mixed ^ ((ulong)(uint)part << 32));
            mixed = Stir(mixed + (uint)number);
            return (int)(mixed & int.MaxValue);
        }
    }

    /// <summary>The last step of SplitMix64.</summary>
    private static ulong Stir(ulong value)
    {
        unchecked
        {
            value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
            value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
            return value ^ (value >> 31);
        }
    }
}
