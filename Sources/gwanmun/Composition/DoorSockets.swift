import GatewayIdentity
import GatewaySettings
import GatewaySystem

/// The ports of a node. From here on connections wait there, whether the node serves already or not.
struct DoorSockets: Sendable {
    let gate: ListeningSocket
    let desk: ListeningSocket
    let ops: ListeningSocket

    init(_ listen: ListenSettings) throws(StartProblem) {
        gate = try Self.socket(at: listen.gate.address, isShared: listen.sharesPorts)
        desk = try Self.socket(at: listen.desk.address, isShared: listen.sharesPorts)
        ops = try Self.socket(at: listen.ops, isShared: listen.sharesPorts)
    }

    private static func socket(at place: ListenAddress, isShared: Bool) throws(StartProblem) -> ListeningSocket {
        do throws(SystemFailure) {
            return try ListeningSocket(address: place.address.description, port: place.port, isShared: isShared)
        } catch {
            throw StartProblem(listeningOn: place, code: error.code)
        }
    }
}
