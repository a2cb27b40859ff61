import GatewayIdentity
import GatewayTesting
import Logging
import Synchronization
import Testing

@testable import GatewayAccess
@testable import gwanmun

@Suite struct `Work that comes round` {
    private final class Witness: Sendable {
        private let seen = Mutex<[(name: String, id: RequestID)]>([])
        func note(_ name: String, _ id: RequestID) { seen.withLock { $0.append((name, id)) } }
        var names: [String] { seen.withLock { $0.map { $0.name } } }
        var ids: [RequestID] { seen.withLock { $0.map { $0.id } } }
    }

    private let witness = Witness()

    private func chores(prefix: UInt64) -> Chores {
        let witness = witness
        return Chores(
            [
                Chores.Chore(every: 1) { (_, id) throws(AccessFailure) in
                    witness.note("tick", id)
                    throw AccessFailure(.storeUnavailable, "taken away by the test")
                },
                Chores.Chore(every: 600, from: 10) { (_, id) throws(AccessFailure) in witness.note("care", id) },
                Chores.Chore(every: 3600) { (_, id) throws(AccessFailure) in witness.note("sweep", id) },
            ],
            ids: RequestIDs(prefix: prefix), clock: ManualClock().clock,
            logger: Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() }))
    }

    @Test func `is done though what comes before it fails`() async {
        for second in [10, 3600, 3610] { await chores(prefix: 1).carryOut(second: second) }
        #expect(witness.names == ["tick", "care", "tick", "sweep", "tick", "care"])
    }

    @Test func `has numbers of its own in the record, also after a restart`() async {
        for prefix in [1, 2] as [UInt64] {
            let chores = chores(prefix: prefix)
            for second in 1...10 { await chores.carryOut(second: second) }
        }
        #expect(witness.ids.count == 22 && Set(witness.ids).count == 22)
    }
}
