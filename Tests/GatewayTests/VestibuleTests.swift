import GatewayIdentity
import GatewaySettings
import GatewayTesting
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `A connection that was just accepted` {
    /// A loop of a node that lets so many shake hands at once, and a certificate authority that its callers trust.
    private struct Door {
        let station: Station
        let trust: String
        let loop = EmbeddedEventLoop()
        let context: LoopContext

        init(_ station: Station) throws {
            self.station = station
            trust = try station.openDoors()
            context = LoopContext(at: station, on: loop, recordingTo: PlayedLane())
        }

        func caller(_ source: String, as rank: Rank = .stranger) throws -> Newcomer {
            try Newcomer(at: context, from: source, as: rank, trusting: trust)
        }

        func passTime() {
            loop.advanceTime(by: HandshakePace.window)
            context.handshakes.callNext()
        }
    }

    private func station(handshakes: Int) async throws -> Station {
        var limits = ConnectionLimits()
        limits.handshakes = handshakes
        return try await Station(limits: limits)
    }

    @Test func `has no TLS object before its client has greeted`() async throws {
        let door = try Door(try await Station())
        let caller = try door.caller("192.0.2.7")
        #expect(caller.isOutside && !caller.isInside)
        try caller.send([22, 3, 1])
        #expect(caller.isOutside && !caller.isInside)
        caller.hangUp()
        #expect(door.context.counted("gwanmun_handshakes_total", ["result": "abandoned"]) == 1)
    }

    @Test func `is let in with its greeting, shakes hands and gives its turn back`() async throws {
        let door = try Door(try await Station())
        let caller = try door.caller("192.0.2.7")
        try caller.greet()
        #expect(caller.isInside && !caller.isOutside && !caller.isThrough)
        try caller.talk()
        #expect(caller.isThrough)
        #expect(door.context.counted("gwanmun_handshakes_total", ["result": "no_client_cert"]) == 1)
        #expect(door.context.counted("gwanmun_handshake_seconds_count") == 1)
    }

    @Test func `waits for its turn without a TLS object, and is called`() async throws {
        let door = try Door(try await station(handshakes: 1))
        let first = try door.caller("192.0.2.1")
        let second = try door.caller("192.0.2.2")
        try first.greet()
        try second.greet()
        #expect(first.isInside && second.isOutside)
        try first.talk()
        door.passTime()
        #expect(first.isThrough && second.isInside)
        try second.talk()
        #expect(second.isThrough)
    }

    @Test func `gets the turn of one that went away or never ended`() async throws {
        let door = try Door(try await station(handshakes: 1))
        let callers = try (1...3).map { try door.caller("192.0.2.\($0)") }
        for caller in callers { try caller.greet() }
        callers[0].hangUp()
        door.passTime()
        #expect(callers[1].isInside && callers[2].isOutside)
        door.context.connections.tick(now: .distantFuture, clock: door.context.clock)
        door.loop.run()
        #expect(!callers[1].server.isActive && !callers[2].server.isActive, "the wait is part of the time")
        #expect(door.context.connections.count == 0)
        let next = try door.caller("192.0.2.9")
        try next.greet()
        door.passTime()
        #expect(next.isInside)
    }

    @Test func `comes first when its source is known`() async throws {
        let door = try Door(try await station(handshakes: 1))
        let busy = try door.caller("192.0.2.1")
        try busy.greet()
        let stranger = try door.caller("192.0.2.2")
        try stranger.greet()
        let known = try door.caller("192.0.2.3", as: .acquaintance)
        try known.greet()
        let desk = try door.caller("192.0.2.4", as: .desk)
        try desk.greet()
        for (caller, others) in [(desk, [known, stranger]), (known, [stranger])] {
            (others.count == 2 ? busy : desk).hangUp()
            door.passTime()
            #expect(caller.isInside)
            for other in others { #expect(other.isOutside) }
        }
    }

    @Test func `is closed at once when too many others wait`() async throws {
        let door = try Door(try await station(handshakes: 1))
        let callers = try (1...6).map { try door.caller("192.0.2.\($0)") }
        for caller in callers { try caller.greet() }
        #expect(callers[0].isInside)
        #expect(callers[1...4].allSatisfy { $0.isOutside })
        #expect(!callers[5].server.isActive)
        #expect(door.station.node.metrics.refused(.handshakes) == 1)
        #expect(door.station.node.admission.open == 5)
    }

    @Test func `is closed when it sends more than a greeting while it waits`() async throws {
        let door = try Door(try await station(handshakes: 1))
        let callers = try (1...2).map { try door.caller("192.0.2.\($0)") }
        for caller in callers { try caller.greet() }
        try callers[1].send([UInt8](repeating: 22, count: 200_000))
        #expect(!callers[1].server.isActive)
    }

    @Test func `that is not TLS is refused by TLS`() async throws {
        let door = try Door(try await Station())
        let caller = try door.caller("192.0.2.7")
        try caller.send(Array("GET / HTTP/1.1\r\n\r\n".utf8))
        #expect(!caller.server.isActive)
        #expect(door.context.counted("gwanmun_handshakes_total", ["result": "failed"]) == 1)
    }

    @Test func `is counted while it stands, from its slot to its end`() async throws {
        let door = try Door(try await Station())
        let callers = try (1...3).map { try door.caller("192.0.2.\($0)") }
        #expect(door.context.counted("gwanmun_connections_open", ["listener": "gate"]) == 3)
        callers[0].hangUp()
        #expect(door.context.counted("gwanmun_connections_open", ["listener": "gate"]) == 2)
        #expect(door.context.counted("gwanmun_connections_accepted_total", ["listener": "gate"]) == 3)
    }
}
