import GatewayAccess
import GatewayAudit
import GatewayIdentity
import Logging
import NIOPosix

/// Carries what waits in the spool to the webhook, oldest first, until it is accepted. One round at a time.
actor WarningCourier {
    private enum Round {
        case nothingLeft
        /// Something was not accepted and waits for the next round.
        case held
    }

    private enum Attempt {
        case accepted
        /// The receiver does not want this one; others may fare better.
        case refused(status: Int)
        case unreached(String)
    }

    private let spool: WarningSpool
    private let client: HTTPClient
    private let path: String
    private let signature: WebhookSignature
    private let journal: any AuditJournal
    private let clock: Clock
    private let logger: Logger
    /// Messages whose failure is in the record already: it is written once, not at every attempt.
    private var failed: Set<String> = []

    init(
        spool: WarningSpool, client: HTTPClient, path: String, signature: WebhookSignature, journal: any AuditJournal,
        clock: @escaping Clock, logger: Logger
    ) {
        self.spool = spool
        self.client = client
        self.path = path
        self.signature = signature
        self.journal = journal
        self.clock = clock
        self.logger = logger
    }

    /// Until its task is cancelled.
    ///
    /// - Parameter arrivals: yields when there is something new in the spool.
    func run(_ arrivals: AsyncStream<Void>) async {
        var pause = RetryPause()
        var arrivals = arrivals.makeAsyncIterator()
        while !Task.isCancelled {
            switch await carryAll() {
            case .nothingLeft:
                pause.reset()
                guard await arrivals.next() != nil else { return }
            case .held:
                do { try await Task.sleep(for: pause.next()) } catch { return }
            }
        }
    }

    private func carryAll() async -> Round {
        var isHeld = false
        do {
            for id in try await onDisk({ try $0.waiting() }) where !Task.isCancelled {
                guard let message = try await onDisk({ try $0.message(id) }) else { continue }
                guard let envelope = readable(message, id) else {
                    try await onDisk { try $0.setAside(id) }
                    continue
                }
                switch await post(message) {
                case .accepted:
                    try await onDisk { try $0.remove(id) }
                    failed.remove(id)
                    await record(envelope, .delivered)
                case .refused(let status):
                    isHeld = true
                    await note(envelope, "status \(status)")
                case .unreached(let why):
                    await note(envelope, why)
                    return .held
                }
            }
        } catch {
            logger.error("warnings wait: \(error)")
            return .held
        }
        return isHeld ? .held : .nothingLeft
    }

    private func post(_ message: [UInt8]) async -> Attempt {
        let call = HTTPCall(
            .post, path,
            headers: [
                ("Content-Type", "application/json"),
                (WebhookSignature.field, signature.value(for: message, at: clock())),
            ], body: message)
        do throws(HTTPFailure) {
            let answer = try await client.send(call)
            if answer.isSuccess { return .accepted }
            // 408, 429 and 5xx speak of the receiver's state, not of the message. Redirects are not followed.
            return answer.status == 408 || answer.status == 429 || answer.status >= 500
                ? .unreached("status \(answer.status)") : .refused(status: answer.status)
        } catch {
            return .unreached(error.description)
        }
    }

    private func readable(_ message: [UInt8], _ id: String) -> WarningEnvelope? {
        do {
            return try WarningEnvelope.decode(message)
        } catch {
            logger.error("a warning in the spool is unreadable and was set aside", metadata: ["file": "\(id)"])
            return nil
        }
    }

    private func note(_ envelope: WarningEnvelope, _ why: String) async {
        logger.error(
            "a warning was not delivered; it is tried again",
            metadata: ["warning": "\(envelope.id)", "because": "\(why)"])
        if failed.insert(envelope.id).inserted { await record(envelope, .failed) }
    }

    private func record(_ envelope: WarningEnvelope, _ delivery: Delivery) async {
        guard let event = SecurityWarning.Event(rawValue: envelope.event) else { return }
        let recipient = envelope.recipient.map { AccountName(stored: $0) }
        let entry = AuditEntry(
            .warningSent(
                channel: RecordedWord(WarningChannel.webhook), to: recipient, about: event.recordType, delivery),
            at: clock())
        do throws(AuditFailure) {
            try await journal.record(entry)
        } catch {
            logger.error("the delivery of a warning could not be recorded: \(error)")
        }
    }

    /// Disks block, so they have threads of their own.
    private func onDisk<Value: Sendable>(_ work: @escaping @Sendable (WarningSpool) throws -> Value) async throws
        -> Value
    {
        let spool = spool
        return try await NIOThreadPool.singleton.runIfActive { try work(spool) }
    }
}

enum WarningChannel: String, CaseIterable {
    case webhook
}

extension SecurityWarning.Event {
    /// What kind of record the warning speaks of.
    fileprivate var recordType: RecordType {
        switch self {
        case .failedSignIn, .repeatedFailures, .rightCodeWhileLocked, .codeReplayed: .factorFailed
        case .locked, .keyCopied: .lock
        case .disabled: .disable
        case .sessionCertificateMismatch, .sessionDisplaced: .sessionEnd
        case .recoveryCodeUsed: .factorOK
        case .factorReset, .factorAdded, .authenticatorLost, .authenticatorRemoved, .factorResetAsked,
            .factorResetCancelled:
            .factorChange
        case .certificateEnding: .certificateChange
        case .grantEnding: .grantChange
        case .partnerRefused: .decision
        case .sourceBlocked: .loginFailed
        case .breakGlassOpened, .reviewOverdue: .accountChange
        case .breakGlassUsed: .loginOK
        }
    }
}
