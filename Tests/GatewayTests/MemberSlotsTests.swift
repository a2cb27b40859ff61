import GatewayIdentity
import GatewayMetrics
import GatewayTLS
import GatewayUpstreams
import Logging
import NIOCore
import NIOEmbedded
import Testing

@testable import Gateway

@Suite struct `The places of a member, between loops` {
    private let here = EmbeddedEventLoop()
    private let there = EmbeddedEventLoop()
    private let slots = MemberSlots(ConnectionRules(limit: 1, wait: .seconds(1), waiting: 2))

    @Test func `come back when the connection that held one is gone`() {
        var held = [acquire(here)]
        #expect(slots.taken == 1)
        held.removeAll()
        #expect(slots.taken == 0)
    }

    @Test func `go to whoever waited longest, on its own loop`() {
        let heard = Heard()
        var first: Held? = acquire(here)
        wait(there, heard, "there")
        wait(here, heard, "here")
        #expect(slots.isWanted)
        #expect(first?.slot != nil)
        first = nil
        #expect(heard.all.isEmpty)
        there.run()
        #expect(heard.all == ["there: slot"])
        heard.drop()
        here.run()
        #expect(heard.all == ["there: slot", "here: slot"])
        #expect(!slots.isWanted)
    }

    @Test func `are not waited for longer than is said, nor by more`() {
        let heard = Heard()
        let first = acquire(here)
        for name in ["a", "b", "c"] { wait(here, heard, name) }
        #expect(heard.all == ["c: refused"])
        here.advanceTime(by: .seconds(1))
        #expect(heard.all == ["c: refused", "a: refused", "b: refused"])
        #expect(!slots.isWanted)
        #expect(first.slot != nil)
    }

    @Test func `are handed over with their connection on the same loop, and freed for another`() throws {
        let target = try UpstreamTarget("http://10.0.0.1")
        let places = target.member.slots
        places.adopt(ConnectionRules(limit: 1, wait: .seconds(1), waiting: 2))
        let pool = UpstreamPool(
            loop: here, scratch: TLSScratch(allocator: ByteBufferAllocator()),
            metrics: GateMetrics(consoles: NameRoll(label: "console", limit: 1)).makeLoop(),
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
        let heard = Heard()
        var first: Held? = acquire(here, of: places)
        let upstream = try PlayedUpstream(of: target, pool: pool, loop: here)
        let connection = try #require(pool.take(to: target) as? UpstreamConnection)
        wait(here, heard, "near", of: places)
        wait(there, heard, "far", of: places)
        pool.giveBack(connection)
        #expect(heard.all == ["near: connection"])
        #expect(upstream.isOpen)
        // Whoever is first in line now is elsewhere: the connection is of no use there, its place is.
        pool.giveBack(connection)
        #expect(!upstream.isOpen)
        #expect(first?.slot != nil)
        first = nil
        there.run()
        #expect(heard.all == ["near: connection", "far: slot"])
    }

    // MARK: Those who ask

    private final class Held {
        let slot: MemberSlot?
        init(_ slot: MemberSlot?) { self.slot = slot }
    }

    private final class Heard {
        private(set) var all: [String] = []
        private var held: [MemberSlot] = []

        func note(_ name: String, _ grant: MemberSlots.Grant) {
            switch grant {
            case .slot(let slot):
                all.append(name + ": slot")
                held.append(slot)
            case .connection: all.append(name + ": connection")
            case .refused: all.append(name + ": refused")
            }
        }

        func drop() { held.removeAll() }
    }

    private func acquire(_ loop: EmbeddedEventLoop, of slots: MemberSlots? = nil) -> Held {
        var held: MemberSlot?
        (slots ?? self.slots).acquire(on: loop) { grant in
            if case .slot(let slot) = grant { held = slot }
        }
        return Held(held)
    }

    private func wait(_ loop: EmbeddedEventLoop, _ heard: Heard, _ name: String, of slots: MemberSlots? = nil) {
        (slots ?? self.slots).acquire(on: loop) { heard.note(name, $0) }
    }
}
