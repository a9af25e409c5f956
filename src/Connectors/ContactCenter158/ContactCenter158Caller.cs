using System.Text.Json;
using Hub.Connectors.Shared;
using Hub.Contracts.Channels;

namespace Hub.Connectors.ContactCenter158;

/// <summary>Who called (CHANNELS 3.5.1). An anonymous caller goes to the vault as well; the flag keeps the name from everyone else.</summary>
internal static class ContactCenter158Caller
{
    public static ReporterIdentity Identity(JsonElement? caller, string path, ContactCenter158Findings findings)
    {
        if (caller is not { } person)
        {
            return new ReporterIdentity();
        }

        var phone = ContactCenter158Phone.Read(person.Words("phone")) ?? ContactCenter158Phone.Read(person.Words("phone_raw"));
        if (phone is null && person.Words("phone") is { } written && written.Any(char.IsAsciiDigit))
        {
            findings.Note($"{path}.caller.phone", "bad_field", "The telephone number cannot be read as E.164; the report is kept without it and the raw body has it.");
        }

        return new ReporterIdentity
        {
            Name = person.Words("name"),
            Phone = phone,
            Email = person.Words("email"),
            Address = person.Words("address_text"),
            ChannelIdentities = phone is null ? [] : [new ChannelIdentity("phone", phone)],
        };
    }

    /// <summary>Absent means not asked for. A value that is neither yes nor no protects the caller until 158 says what it means.</summary>
    public static bool IsAnonymous(JsonElement? caller, string path, ContactCenter158Findings findings)
    {
        if (caller is not { } person || !person.Has("anonymous"))
        {
            return false;
        }

        if (person.Flag("anonymous") is { } flag)
        {
            return flag;
        }

        findings.Note($"{path}.caller.anonymous", "unknown_word", "The flag is neither true nor false; the caller is treated as anonymous. Ask 158 what it means.");
        return true;
    }
}
