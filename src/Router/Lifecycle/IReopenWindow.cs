using Hub.Router.Persistence.Rows;

namespace Hub.Router.Lifecycle;

/// <summary>Until when an ended report may be opened again. It counts from the end alone: an edit or a repeat of the end never moves it.</summary>
internal interface IReopenWindow
{
    /// <returns>Null where there is no limit.</returns>
    DateTimeOffset? Until(Report report);
}
