using Hub.Router.Routing;

namespace Hub.Worker.Config;

/// <summary>
/// One folder of rule files, looked at again and again. A set is read when it stood still between two looks, so that a half
/// copied one is never used, and checked again on every new day, since units end.
/// </summary>
internal sealed class WatchedFolder(string folder)
{
    private string? seen;
    private (string Digest, DateOnly Day)? judged;

    public string Folder => folder;

    /// <summary>What is wrong with the files as they are now; empty when they are in order or not yet judged.</summary>
    public IReadOnlyList<KnowledgeFault> Faults { get; private set; } = [];

    /// <returns>A set without a fault that is not in force yet; null when there is none.</returns>
    public RoutingKnowledge? Look(string? inForce, DateOnly today)
    {
        try
        {
            var digest = RoutingFiles.VersionOf(folder);
            if (digest != seen)
            {
                seen = digest;
                return null;
            }

            return judged == (digest, today) ? null : Judge(digest, inForce, today);
        }
        catch (Exception fault)
        {
            judged = null;
            Faults = [new KnowledgeFault(folder, "the folder", $"cannot be read ({fault.GetType().Name}).", "Look whether it is there and the hub may read it.")];
            return null;
        }
    }

    /// <summary>For what the files themselves do not show.</summary>
    public void Refuse(KnowledgeFault fault) => Faults = [fault];

    private RoutingKnowledge? Judge(string digest, string? inForce, DateOnly today)
    {
        var result = RoutingFiles.Load(folder, today);
        if (result is RoutingFilesResult.Loaded { Knowledge: var found } && found.Version != digest)
        {
            return null;
        }

        judged = (digest, today);
        Faults = result is RoutingFilesResult.Refused refused ? refused.Faults : [];
        return result is RoutingFilesResult.Loaded { Knowledge: var knowledge } && knowledge.Version != inForce ? knowledge : null;
    }
}
