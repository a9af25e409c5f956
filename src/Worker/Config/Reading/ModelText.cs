using Hub.Router.Routing;

namespace Hub.Worker.Config.Reading;

/// <summary>model.json of the rule folder, if there is one.</summary>
internal static class ModelText
{
    public static RoutingModel? Read(string folder, List<KnowledgeFault> faults)
    {
        var path = Path.Combine(folder, KnowledgeFile.Model);
        return File.Exists(path) ? RoutingModelFile.Read(File.ReadAllText(path), faults) : null;
    }
}
