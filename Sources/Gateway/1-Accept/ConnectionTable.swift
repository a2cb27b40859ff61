internal import GatewayAccess
internal import GatewayIdentity
internal import NIOCore

/// What the loop's tick asks of every open connection.
protocol TickedConnection: AnyObject {
    /// Its place in the table, kept by the table.
    var tableIndex: Int { get set }
    /// Cuts what is past its deadline and re-judges what has changed.
    func tick(now: NIODeadline, clock: LoopClock)
    /// How it looks to those who watch; `nil`: it is nobody's yet.
    func watched(at now: UnixTime) -> LiveConnection?
    /// The same; `nil` also where nothing runs on it.
    func transferring(at now: UnixTime) -> LiveConnection?
}

extension TickedConnection {
    func watched(at now: UnixTime) -> LiveConnection? { nil }
    func transferring(at now: UnixTime) -> LiveConnection? { nil }
}

/// The open connections of one event loop. One repeating tick serves all their deadlines, instead of a timer each.
final class ConnectionTable {
    private var connections: [any TickedConnection] = []

    var count: Int { connections.count }

    func insert(_ connection: any TickedConnection) {
        connection.tableIndex = connections.count
        connections.append(connection)
    }

    func remove(_ connection: any TickedConnection) {
        let index = connection.tableIndex
        guard index >= 0, index < connections.count, connections[index] === connection else { return }
        let last = connections.removeLast()
        if last !== connection {
            connections[index] = last
            last.tableIndex = index
        }
        connection.tableIndex = -1
    }

    func watched(at now: UnixTime) -> [LiveConnection] { connections.compactMap { $0.watched(at: now) } }

    func transferring(at now: UnixTime) -> [LiveConnection] { connections.compactMap { $0.transferring(at: now) } }

    func tick(now: NIODeadline, clock: LoopClock) {
        // A tick closes connections, which removes them: walk a copy.
        for connection in connections { connection.tick(now: now, clock: clock) }
    }
}
