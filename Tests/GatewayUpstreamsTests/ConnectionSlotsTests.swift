import GatewayUpstreams
import Testing

@Suite struct `A member's places` {
    private func slots(limit: Int = 2, wait: Duration = .seconds(1), waiting: Int = 2) -> ConnectionSlots<String> {
        ConnectionSlots(ConnectionRules(limit: limit, wait: wait, waiting: waiting))
    }

    @Test func `are given until there are no more, then people wait in line`() {
        var slots = slots()
        #expect(slots.take(orWait: "a") == .granted)
        #expect(slots.take(orWait: "b") == .granted)
        #expect(slots.take(orWait: "c") == .queued(ticket: 1, wait: .seconds(1)))
        #expect(slots.take(orWait: "d") == .queued(ticket: 2, wait: .seconds(1)))
        #expect(slots.take(orWait: "e") == .refused)
        #expect(slots.taken == 2 && slots.waiting == 2)
        #expect(slots.release() == "c")
        #expect(slots.release() == "d")
        #expect(slots.release() == nil)
        #expect(slots.release() == nil)
        #expect(slots.taken == 0)
    }

    @Test func `are refused at once where nobody waits`() {
        var slots = slots(limit: 1, wait: .zero)
        #expect(slots.take(orWait: "a") == .granted)
        #expect(slots.take(orWait: "b") == .refused)
    }

    @Test func `go to whoever still waits`() {
        var slots = slots(limit: 1)
        _ = slots.take(orWait: "a")
        _ = slots.take(orWait: "b")
        _ = slots.take(orWait: "c")
        #expect(slots.withdraw(1) == true)
        #expect(slots.withdraw(1) == false)
        #expect(slots.release() == "c")
        // It has been given the place meanwhile.
        #expect(slots.withdraw(2) == false)
    }

    @Test func `are not taken past those who wait`() {
        var slots = slots(limit: 1)
        _ = slots.take(orWait: "a")
        _ = slots.take(orWait: "b")
        slots.adopt(ConnectionRules(limit: 2))
        #expect(slots.take(orWait: "c") == .queued(ticket: 2, wait: .seconds(1)))
    }

    @Test func `are lent with their connection to the first in line alone`() {
        var slots = slots(limit: 1)
        _ = slots.take(orWait: "a")
        _ = slots.take(orWait: "far")
        _ = slots.take(orWait: "near")
        #expect(slots.lend { $0 == "near" } == nil)
        #expect(slots.lend { $0 == "far" } == "far")
        #expect(slots.lend { $0 == "near" } == "near")
        #expect(slots.lend { _ in true } == nil)
        #expect(slots.taken == 1)
    }

    @Test func `shrink as connections end`() {
        var slots = slots(limit: 3)
        for name in ["a", "b", "c"] { _ = slots.take(orWait: name) }
        slots.adopt(ConnectionRules(limit: 1))
        _ = slots.take(orWait: "d")
        #expect(slots.release() == nil)
        #expect(slots.release() == nil)
        #expect(slots.taken == 1)
        #expect(slots.release() == "d")
    }
}
