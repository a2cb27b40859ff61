import GatewayAudit
import GatewayAuditFile
import Logging
import NIOPosix

/// Brings checkpoints to one destination, from the checkpoint file, which is the queue: whatever the other side missed it gets when it is back.
struct CheckpointCourier: Sendable {
    let name: String
    let carrier: any CheckpointCarrier
    let directory: String
    let standing: TrailStanding
    let logger: Logger

    private var spool: String { directory + "/" + CheckpointFile.name }

    /// Until its task is cancelled.
    func run(_ arrivals: AsyncStream<Void>) async {
        var pause = RetryPause()
        var arrivals = arrivals.makeAsyncIterator()
        var isAligned = false
        while !Task.isCancelled {
            do {
                if !isAligned {
                    try await align()
                    isAligned = true
                }
                if let problem = try await carryNext() { throw Problem(description: problem) }
                tell(nil)
                pause.reset()
                if try await isAtEnd(), await arrivals.next() == nil { return }
            } catch is CancellationError {
                return
            } catch {
                if Task.isCancelled { return }
                tell("\(error)")
                // The disk that comes back may be another, or empty.
                isAligned = false
                do { try await Task.sleep(for: pause.next()) } catch { return }
            }
        }
    }

    private struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    private func align() async throws {
        guard let offset = try await carrier.alignment(with: spool) else { return }
        try await onDisk { try CheckpointPosition(of: name, in: directory).note(offset) }
    }

    /// - Returns: why they were not taken.
    private func carryNext() async throws -> String? {
        let limit = carrier.batch
        let next = try await onDisk { () throws -> Next in
            let position = try CheckpointPosition(of: name, in: directory)
            var lines = try CheckpointLines(spool, from: position.offset)
            var next = Next(offset: lines.offset)
            while next.items.count < limit, let piece = try lines.next() {
                // A line that is none is nobody's statement; the verification of the trail speaks of it.
                if case .checkpoint(let checkpoint, let line) = piece { next.items.append((checkpoint, line)) }
                next.offset = lines.offset
            }
            return next
        }
        guard let last = next.items.last else { return nil }
        switch await carrier.carry(next.items) {
        case .accepted: break
        case .refused(let why), .unreached(let why): return why
        case .nowhere: return "no address"
        }
        try await onDisk { try CheckpointPosition(of: name, in: directory).note(next.offset) }
        standing.note { $0.destinations[name, default: .init()].sent = last.checkpoint.point.sequence }
        return nil
    }

    private struct Next: Sendable {
        var offset: Int
        var items: [(checkpoint: Checkpoint, line: [UInt8])] = []
    }

    private func isAtEnd() async throws -> Bool {
        try await onDisk {
            let offset = try CheckpointPosition(of: name, in: directory).offset
            var lines = try CheckpointLines(spool, from: offset)
            return try lines.next() == nil
        }
    }

    private func tell(_ problem: String?) {
        let before = standing.now.destinations[name]?.problem
        standing.note { $0.destinations[name, default: .init()].problem = problem }
        guard before != problem else { return }
        if let problem {
            logger.error("checkpoints do not arrive: \(problem)", metadata: ["destination": "\(name)"])
        } else {
            logger.notice("checkpoints arrive", metadata: ["destination": "\(name)"])
        }
    }

    /// Disks block, so they have threads of their own.
    private func onDisk<Value: Sendable>(_ work: @escaping @Sendable () throws -> Value) async throws -> Value {
        try await NIOThreadPool.singleton.runIfActive { try work() }
    }
}
