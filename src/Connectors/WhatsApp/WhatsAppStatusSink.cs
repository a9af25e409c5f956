using Hub.Connectors.Shared;
using Hub.Contracts.Channels;
using Microsoft.Extensions.Options;

namespace Hub.Connectors.WhatsApp;

/// <summary>
/// Tells the citizen in the chat. Meta has no key against repeats and no call to look a message up, so a lost answer stays
/// unknown until a receipt carries our operation id back (CHANNELS 1.9).
/// </summary>
internal sealed class WhatsAppStatusSink(IWhatsAppClient client, IOptions<WhatsAppOptions> options, TimeProvider clock) : IStatusSink
{
    /// <summary>Meta's 24 hours less ten minutes, so that a slow call does not fall out of the window.</summary>
    private static readonly TimeSpan Window = TimeSpan.FromHours(24) - TimeSpan.FromMinutes(10);

    public string Channel => WhatsAppChannel.Name;

    public ChannelCapabilities Capabilities { get; } = new([.. WhatsAppWording.Phrases.Keys.Order()], NeedsReporter: true, WhatsAppWording.LongestNote)
    {
        // 80 a second in both directions, one each six seconds to one citizen with bursts up to 45 (CHANNELS 1.11); we stay below both.
        Quota = new ChannelQuota(70, 70, TimeSpan.FromSeconds(6), 20),

        // An hour before the window shuts, since a status may wait that long for its turn.
        AfterSilence = new SilentNote(Window - TimeSpan.FromHours(1), WhatsAppWording.LongestParameter),
    };

    public async Task<SyncResult> PushAsync(OutboundStatus status, CancellationToken cancellationToken)
    {
        if (!WhatsAppWording.Phrases.TryGetValue(status.State, out var phrase))
        {
            return new SyncResult.Rejected("not_shown", $"WhatsApp has no message for the state {status.State}.");
        }

        if (options.Value.Numbers.All(number => number.PhoneNumberId != status.Account))
        {
            return new SyncResult.Rejected("foreign_account", "The number this report came to is no longer in Channels:WhatsApp:Numbers.");
        }

        if (AddressOf(status) is not { } empty)
        {
            return new SyncResult.Rejected("no_address", "Neither a phone number nor a WhatsApp user id of the citizen is known.");
        }

        var template = empty with { Type = "template", Template = WhatsAppWording.TemplateOf(status, phrase, options.Value.Templates) };
        if (!(clock.GetUtcNow() - status.LastHeardAt < Window))
        {
            return await SendAsync(status.Account, template, null, cancellationToken);
        }

        var text = empty with
        {
            Context = status.Reporter?.ReplyTo is { Length: > 0 } wamid ? new WhatsAppContext(wamid) : null,
            Text = new WhatsAppTextBody(WhatsAppWording.TextOf(status, phrase)),
        };

        return await SendAsync(status.Account, text, template, cancellationToken);
    }

    public Task<ReadBackResult> ReadBackAsync(OutboundStatus status, CancellationToken cancellationToken) =>
        Task.FromResult<ReadBackResult>(new ReadBackResult.CannotTell());

    /// <param name="instead">What to send when Meta says that the window is shut, whatever our clock says (131047 is seen inside an open window too).</param>
    private async Task<SyncResult> SendAsync(string account, WhatsAppSend message, WhatsAppSend? instead, CancellationToken cancellationToken)
    {
        try
        {
            using var response = await client.SendAsync(account, message, cancellationToken);
            var answer = await WhatsAppAnswer.ReadAsync(response, cancellationToken);

            return answer.ErrorCode is WhatsAppErrorTable.OutsideWindow && instead is not null
                ? await SendAsync(account, instead, null, cancellationToken)
                : answer.Judge(response, account, clock);
        }
        catch (Exception fault) when (HttpFailure.IsExpected(fault, cancellationToken))
        {
            return HttpFailure.Judge(fault);
        }
    }

    private static WhatsAppSend? AddressOf(OutboundStatus status)
    {
        var known = status.Reporter?.ChannelIdentities ?? [];
        var phone = Of(known, WhatsAppChannel.Phone) ?? status.Reporter?.Phone;
        var digits = string.Concat((phone ?? string.Empty).Where(char.IsAsciiDigit));
        var message = new WhatsAppSend("text", WhatsAppIds.CallbackOf(status.OperationId));

        return digits.Length > 0 ? message with { To = digits }
            : Of(known, WhatsAppChannel.Bsuid) is { } bsuid ? message with { Recipient = bsuid }
            : null;
    }

    private static string? Of(IReadOnlyList<ChannelIdentity> known, string kind) => known.FirstOrDefault(identity => identity.Kind == kind)?.Value;
}
