internal import GatewayIdentity
internal import GatewaySessions
internal import GatewayStore
internal import Synchronization

/// Ends sessions: in memory first, which closes every door at once, then in the store, then in the record.
///
/// What could not be written down stays on a list and is tried again every second; the session is over in memory all
/// the while.
final class SessionEnder: Sendable {
    /// Why, by whom and in whose words sessions end.
    struct Order {
        let cause: SessionEndCause
        let actor: Actor
        var statedReason: String?
        var source: NetworkAddress?
        /// The certificate that showed the session, where it was another than the session's own.
        var presented: ClientCertificate?
        let requestID: RequestID
        let at: UnixTime
    }

    private let registry: SessionRegistry
    private let store: any SessionStore
    private let recorder: any SecurityRecorder
    private let unwritten = Mutex<[Entry]>([])

    private struct Entry {
        let session: LiveSession
        let order: Order
    }

    init(registry: SessionRegistry, store: any SessionStore, recorder: any SecurityRecorder) {
        self.registry = registry
        self.store = store
        self.recorder = recorder
    }

    /// Closes the door now and leaves the writing to `writeDown`. Returns those that this call ended; others had
    /// ended before.
    func end(_ sessions: [LiveSession], _ order: Order) -> [LiveSession] {
        let ended = sessions.filter { $0.end(order.cause) }
        unwritten.withLock { $0 += ended.map { Entry(session: $0, order: order) } }
        return ended
    }

    /// Writes down every end that is not yet in store and record. Several callers may do so at once: each entry is
    /// taken by one.
    ///
    /// - Throws: the first failure, after all entries were tried; those that failed stay on the list.
    func writeDown() async throws(AccessFailure) {
        let entries = unwritten.withLock { list in
            defer { list = [] }
            return list
        }
        var written: [LiveSession] = []
        var failed: [Entry] = []
        var failure: AccessFailure?
        for entry in entries {
            do throws(AccessFailure) {
                try await writeDown(entry)
                written.append(entry.session)
            } catch {
                failed.append(entry)
                failure = failure ?? error
            }
        }
        let remaining = failed
        unwritten.withLock { $0 += remaining }
        if !written.isEmpty { registry.remove(written) }
        if let failure { throw failure }
    }

    private func writeDown(_ entry: Entry) async throws(AccessFailure) {
        let (session, order) = (entry.session, entry.order)
        do throws(StoreError) {
            // False: ended there before, by a renewal in the same transaction or by an attempt of which only the
            // record failed.
            _ = try await store.end(session.id, cause: order.cause, at: order.at)
        } catch {
            throw AccessFailure(error)
        }
        let event = SecurityEvent(
            order.presented == nil ? .sessionEnded : .sessionMisused, order.presented == nil ? .success : .failure,
            at: order.at, requestID: order.requestID, actor: order.actor, account: session.account,
            reason: order.cause.reason,
            certificate: order.presented, factors: session.proofs, source: order.source, session: session.id.digest,
            endCause: order.cause,
            severity: order.presented == nil ? .low : .high, statedReason: order.statedReason)
        do throws(RecordingFailure) {
            try await recorder.record([event])
        } catch {
            throw AccessFailure(error)
        }
    }
}
