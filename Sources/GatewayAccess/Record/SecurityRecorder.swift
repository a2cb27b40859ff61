/// Where security events become durable: the audit trail.
public protocol SecurityRecorder: Sendable {
    /// Returns once the events would survive a power cut, all of them, in this order. What cannot be recorded does
    /// not happen: callers undo or refuse (`log_unavailable`).
    func record(_ events: [SecurityEvent]) async throws(RecordingFailure)
}

/// The event is not in the record. The text is for the operator's log.
public struct RecordingFailure: Error, Hashable, Sendable, CustomStringConvertible {
    public let description: String
    public init(_ description: String) { self.description = description }
}

extension AccessCore {
    func record(_ events: [SecurityEvent]) async throws(AccessFailure) {
        do throws(RecordingFailure) {
            try await ports.recorder.record(events)
        } catch {
            throw AccessFailure(error)
        }
    }
}
