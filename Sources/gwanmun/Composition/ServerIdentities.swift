import Gateway
import GatewayIdentity
import GatewayTLS

/// The certificates that the node shows, as one reload took them.
struct ServerIdentities: Sendable {
    let contexts: [ListenerRole: TLSServerContext]
    /// By the first name of each in the configuration.
    let ends: [End]

    /// The first end among a chain's validities.
    struct End: Sendable {
        let name: String
        let at: UnixTime
    }
}
