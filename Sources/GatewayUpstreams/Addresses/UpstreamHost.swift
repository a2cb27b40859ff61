public import GatewayIdentity

/// How an upstream is written, which decides what it names.
public enum UpstreamHost: Hashable, Sendable {
    /// An IP address: names itself.
    case address(NetworkAddress)
    /// `localhost` and names below it: this machine, and asked of nobody (RFC 6761 § 6.3).
    case thisMachine
    /// Any other name: where it leads, others decide.
    case name(String)

    /// - Parameter text: lower case, an IPv6 address without brackets.
    public init(_ text: String) {
        if let address = NetworkAddress(text) {
            self = .address(address)
        } else if text == "localhost" || text.hasSuffix(".localhost") {
            self = .thisMachine
        } else {
            self = .name(text)
        }
    }
}
