import Dispatch
import GatewayAudit
import Synchronization

/// Waits for one answer from the writer's thread.
final class Answer: Sendable {
    private let given = DispatchSemaphore(value: 0)
    private let result = Mutex<Result<Void, AuditFailure>?>(nil)

    func give(_ answer: Result<Void, AuditFailure>) {
        result.withLock { $0 = answer }
        given.signal()
    }

    func wait() -> Result<Void, AuditFailure> {
        guard given.wait(timeout: .now() + 30) == .success else { return .failure(.closed) }
        return result.withLock { $0 } ?? .failure(.closed)
    }
}
