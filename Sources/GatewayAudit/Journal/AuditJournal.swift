/// Why a record was not kept. Whoever asked for it must not go on with what it was to vouch for.
public enum AuditFailure: Error, Hashable, Sendable {
    /// The queue before the writer is full.
    case queueFull
    /// No space left, or over a quota or size limit.
    case diskFull
    /// The disk or file system refused otherwise, with the `errno` it gave.
    case inputOutput(Int32)
    /// Longer than a record can be (`RecordLine.bodyLimit`).
    case tooLong
    /// The trail has been closed.
    case closed
}

extension AuditFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .queueFull: "the queue of the audit trail is full"
        case .diskFull: "no space left for the audit trail"
        case .inputOutput(let code): "the audit trail cannot be written (errno \(code))"
        case .tooLong: "the record is longer than \(RecordLine.bodyLimit) bytes"
        case .closed: "the audit trail is closed"
        }
    }
}

/// One owner's way into the trail: one for each event loop. Never blocks on the disk.
///
/// A body is what `RecordComposer` lends. Records of one lane keep their order.
public protocol AuditLane: AnyObject, Sendable {
    /// Why the trail cannot be written now, `nil` when it can. While it cannot, nothing begins on the promise of a later record.
    var failure: AuditFailure? { get }

    /// How much of its queue is taken, 0 to 1.
    var fill: Double { get }

    /// Queues a record that is on the disk within a second.
    /// - Throws: when it cannot be queued; the caller then refuses what it was about to do.
    func append(_ body: UnsafeRawBufferPointer) throws(AuditFailure)

    /// Queues a record and says when it is on the disk, or that it is not and will not be.
    ///
    /// - Parameter onDurable: called once, where the lane was told to call (its event loop), unless this throws.
    func append(_ body: UnsafeRawBufferPointer, onDurable: @escaping @Sendable (Result<Void, AuditFailure>) -> Void)
        throws(AuditFailure)
}

/// The trail as the slow paths see it: administration, logins, sessions.
public protocol AuditJournal: Sendable {
    /// Returns when the record is on the disk.
    func record(_ entry: AuditEntry) async throws(AuditFailure)
}
