import GatewayIdentity
import GatewaySettings
import GatewaySystem

/// The ports of a node. From here on connections wait there, whether the node serves already or not.
struct DoorSockets: Sendable {
    let gate: ListeningSocket
    let desk: ListeningSocket
    let ops: ListeningSocket

    init(_ listen: ListenSettings) throws(StartProblem) {
        gate = try Self.socket(at: listen.gate.address)
        desk = try Self.socket(at: listen.desk.address)
        ops = try Self.socket(at: listen.ops)
    }

    private static func socket(at place: ListenAddress) throws(StartProblem) -> ListeningSocket {
        do throws(ListeningSocket.Failure) {
            return try ListeningSocket(address: place.address.description, port: place.port)
        } catch {
            throw StartProblem(listeningOn: place, code: error.code)
        }
    }
}
