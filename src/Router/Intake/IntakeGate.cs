using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Router.Intake;

/// <summary>Decides whether a pushed body may come in, and keeps the bytes of those that wait for their commit within bounds.</summary>
internal sealed class IntakeGate(IntakePressure pressure, HubMeter meter, IOptions<IntakeOptions> options)
{
    private long bytes;

    public long Bytes => Interlocked.Read(ref bytes);

    /// <returns>False when the channel must send it again; then nothing is to be left.</returns>
    public bool TryEnter(RawItem item)
    {
        if (pressure.Level is PressureLevel.Refuse)
        {
            meter.Bodies(item.Channel, "refused", 1);
            return false;
        }

        if (Interlocked.Add(ref bytes, item.Body.Length) <= options.Value.MostBytes)
        {
            return true;
        }

        Leave(item, Stored.No);
        return false;
    }

    public void Leave(RawItem item, Stored stored)
    {
        Interlocked.Add(ref bytes, -item.Body.Length);
        meter.Bodies(item.Channel, stored switch { Stored.Yes => "stored", Stored.Twin => "twin", _ => "refused" }, 1);
    }
}
