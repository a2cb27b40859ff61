internal import GatewayIdentity
internal import GatewaySettings
internal import NIOCore

/// How long clients may take for what, in the event loop's own measure: each request sets several deadlines.
struct ClientPatience {
    let handshakeTime: TimeAmount
    let headerTime: TimeAmount
    let bodyTime: TimeAmount
    let keepAliveTime: TimeAmount

    init(_ limits: ConnectionLimits) {
        handshakeTime = TimeAmount(limits.handshakeTime)
        headerTime = TimeAmount(limits.headerTime)
        bodyTime = TimeAmount(limits.bodyTime)
        keepAliveTime = TimeAmount(limits.keepAliveTime)
    }
}
