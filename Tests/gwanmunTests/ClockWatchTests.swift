import GatewayIdentity
import GatewaySettings
import GatewayTesting
import GatewayTime
import Logging
import Synchronization
import Testing

@testable import gwanmun

/// T102 of compliance profile nct-2025-04: what is known of the clock does not hold for longer than somebody says it.
@Suite struct `A watch over the clock` {
    /// A source that answers until it is told to be silent, a steady clock that is moved by hand, and everything that was told.
    private final class Scene: Sendable {
        let steady = Mutex(ContinuousClock.now)
        let isSilent = Mutex(false)
        let hangs = AsyncStream.makeStream(of: Void.self)
        let told = Mutex<[ClockWatch.Change]>([])

        func pass(_ span: Duration) { steady.withLock { $0 += span } }

        func tell(_ change: ClockWatch.Change) { told.withLock { $0.append(change) } }

        func watch(asking sources: [ClockSettings.Source] = [.kernel]) -> ClockWatch {
            ClockWatch(
                ClockSettings(sources: sources, every: .seconds(60)), clock: { Sample.start },
                steady: { self.steady.withLock { $0 } },
                read: { _ in
                    if self.isSilent.withLock({ $0 }) { for await _ in self.hangs.stream {} }
                    return ClockReading(offset: .zero, uncertainty: .milliseconds(5))
                }, logger: Logger(label: "clock", factory: { _ in SwiftLogNoOpLogHandler() }))
        }
    }

    @Test func `T102: whose look does not come back knows nothing after three rounds, and classified is refused`() async
    {
        let scene = Scene()
        let watch = scene.watch()
        await watch.look { scene.tell($0) }
        #expect(watch.state.standing == .safe && watch.offset == 0)
        scene.isSilent.withLock { $0 = true }
        let hanging = Task { await watch.look { scene.tell($0) } }
        scene.pass(.seconds(179))
        await watch.expire { scene.tell($0) }
        #expect(watch.state.standing == .safe)
        scene.pass(.seconds(1))
        // Who asks is told at once, whoever told the gate.
        #expect(watch.state.standing.denies && watch.offset == nil)
        await watch.expire { scene.tell($0) }
        await watch.expire { scene.tell($0) }
        #expect(scene.told.withLock { $0.map(\.standing) } == [.safe, .unknown])
        #expect(scene.told.withLock { $0.last?.standing.denies } == true)
        // The look comes back after all.
        scene.isSilent.withLock { $0 = false }
        scene.hangs.continuation.finish()
        await hanging.value
        #expect(watch.state.standing == .safe)
        #expect(scene.told.withLock { $0.map(\.standing) } == [.safe, .unknown, .safe])
    }

    @Test func `that asks nobody refuses nothing, however long it lasts`() async {
        let scene = Scene()
        let watch = scene.watch(asking: [])
        scene.pass(.seconds(86_400))
        await watch.expire { scene.tell($0) }
        #expect(watch.state.standing == .unwatched)
        #expect(scene.told.withLock { $0.isEmpty })
    }
}
