namespace Hub.Contracts.Channels;

/// <summary>Asks for a poll now; losing the signal costs only time.</summary>
public interface IPollSignal
{
    void Wake(string channel);
}
