import GatewayStore
import Synchronization
import Testing

@testable import gwanmun

@Suite struct `The watch over the store` {
    /// Answers, or does not, as a test says; and its clock.
    private final class PlayedStore: StoreProbe {
        let failure = Mutex<StoreError?>(nil)
        let time = Mutex(ContinuousClock.now)

        func probe() async throws(StoreError) {
            if let failure = failure.withLock({ $0 }) { throw failure }
        }

        func pass(_ span: Duration) { time.withLock { $0 += span } }
    }

    private let store = PlayedStore()

    private func watch() -> StoreWatch {
        let store = store
        return StoreWatch(store) { store.time.withLock { $0 } }
    }

    @Test func `finds nothing wrong with one that answers`() async {
        let watch = watch()
        #expect(watch.problem == nil)
        for _ in 0..<10 {
            store.pass(.seconds(5))
            await watch.look()
            #expect(watch.problem == nil)
        }
    }

    @Test func `tells why one cannot be asked, and that it can again`() async {
        let watch = watch()
        store.failure.withLock { $0 = .unavailable("disk I/O error") }
        await watch.look()
        #expect(watch.problem?.contains("disk I/O error") == true)
        store.failure.withLock { $0 = nil }
        await watch.look()
        #expect(watch.problem == nil)
    }

    /// A call that never returns is not waited for: its silence is enough.
    @Test func `does not wait for one that hangs`() async {
        let watch = watch()
        store.pass(.seconds(600))
        await watch.look()
        store.pass(.seconds(30))
        #expect(watch.problem == nil)
        store.pass(.seconds(1))
        #expect(watch.problem == "it has not answered for 31 s")
    }
}
