using Hub.Router.Tests.Rig;
using Hub.Router.Units;

namespace Hub.Router.Tests.Units;

/// <summary>What the sweep does for units with a webhook.</summary>
internal static class DueDeliveries
{
    /// <summary>Pushes what is due once no hint is waited for any more.</summary>
    public static async Task PushDueAsync(this RouterRig rig)
    {
        rig.Clock.Advance(UnitDeliveries.Young);
        foreach (var due in await rig.Get<UnitDeliveries>().DueAsync(10, [], default))
        {
            await rig.Get<UnitDeliveries>().PushAsync(due.Id, default);
        }
    }
}
