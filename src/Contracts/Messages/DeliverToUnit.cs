namespace Hub.Contracts.Messages;

/// <summary>Order: push one stored delivery to the webhook of a unit.</summary>
public sealed record DeliverToUnit(Guid DeliveryId, string Unit);
