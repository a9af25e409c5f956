namespace Hub.Simulators.Units;

/// <summary>How a unit's application answers the hub.</summary>
internal interface IUnitVoice
{
    /// <returns>False when the hub says that this step is not possible now.</returns>
    Task<bool> SayAsync(UnitAnswer answer, CancellationToken cancellationToken);
}
