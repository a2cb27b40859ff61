internal import GatewayAudit
internal import Synchronization

/// Whether the trail can be written, as the last attempt left it. Read by every lane without a lock.
final class TrailHealth: Sendable {
    /// 0: writable. -1: disk full. Otherwise the `errno`.
    private let code = Atomic<Int32>(0)

    var failure: AuditFailure? {
        switch code.load(ordering: .relaxed) {
        case 0: nil
        case -1: .diskFull
        case let errno: .inputOutput(errno)
        }
    }

    func fail(_ failure: FileFailure) {
        let isFull = failure.asAuditFailure == .diskFull
        code.store(isFull ? -1 : max(failure.code, 1), ordering: .relaxed)
    }

    func recover() { code.store(0, ordering: .relaxed) }
}
