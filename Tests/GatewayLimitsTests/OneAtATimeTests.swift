import GatewayLimits
import Synchronization
import Testing

@Suite struct `One at a time` {
    private struct Refused: Error {}

    private final class Room: Sendable {
        private let counts = Mutex((inside: 0, most: 0))

        func enter() {
            counts.withLock { counts in
                counts.inside += 1
                counts.most = max(counts.most, counts.inside)
            }
        }

        func leave() { counts.withLock { $0.inside -= 1 } }
        var most: Int { counts.withLock { $0.most } }
    }

    @Test func `nobody else is let in while somebody waits inside, nor kept out by one who failed`() async {
        let turns = OneAtATime()
        let room = Room()
        let refused = await withTaskGroup(of: Bool.self) { group in
            for number in 0..<50 {
                group.addTask {
                    do {
                        try await turns.run {
                            room.enter()
                            await Task.yield()
                            room.leave()
                            if number.isMultiple(of: 7) { throw Refused() }
                        }
                        return false
                    } catch {
                        return true
                    }
                }
            }
            return await group.reduce(0) { $0 + ($1 ? 1 : 0) }
        }
        #expect(refused == 8)
        #expect(room.most == 1)
    }
}
