internal import GatewayIdentity

/// Whose connection it is, and how early it is somebody's turn.
struct Arrival: Hashable {
    /// The socket's other end, or whom a listed proxy names.
    let source: NetworkAddress
    let rank: Rank
}
