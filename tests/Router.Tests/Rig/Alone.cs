namespace Hub.Router.Tests.Rig;

/// <summary>Classes whose several workers move one clock: they run when no other class uses the processors.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "Alone";
}
