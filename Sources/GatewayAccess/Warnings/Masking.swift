public import GatewayIdentity

/// Display masking by the examples of ISMS-P 2.6.3: enough for the owner to recognise, not enough for others to use.
public enum Masking {
    /// The first two characters: `ki***`.
    public static func account(_ account: AccountName) -> String { account.text.prefix(2) + "***" }

    /// The last 16 bits of an IPv4 address, all but the first 32 of an IPv6 address.
    public static func address(_ address: NetworkAddress) -> String {
        if address.isIPv4 { return "\(address.low >> 24 & 255).\(address.low >> 16 & 255).*.*" }
        return "\(String(address.high >> 48, radix: 16)):\(String(address.high >> 32 & 0xffff, radix: 16)):*"
    }
}
