import GatewayAccess
import GatewayAudit
import GatewayIdentity
import Logging
import NIOPosix

/// Carries what waits in a channel's spool until it is accepted. One round at a time.
///
/// A letter that fails rests by itself, so that one bad mailbox, or one body over which a receiver stumbles, stops
/// nobody's mail. The channel is down when the officer's letters fail, or several, and nothing gets through.
actor WarningCourier {
    enum Round {
        case nothingLeft
        /// Something is not due yet, or failed by itself and rests.
        case later
        /// The receiver is not there.
        case down
    }

    /// What became of a letter, as far as the round goes.
    private enum Attempt {
        /// There was an answer, or nothing was to be sent.
        case over
        case unreached(because: String)
    }

    /// For how long a message is offered again whose receiver refuses it, or that fails while others get through.
    static let patience = Duration.seconds(3 * 86400)
    /// Letters that do not reach the receiver, and time, before a round ends. What came meanwhile is in the next one, and
    /// there before what failed.
    static let failuresBorne = 3
    private static let roundTime = Duration.seconds(20)

    private let spool: WarningSpool
    private let carrier: any WarningCarrier
    private let standing: ChannelStanding
    private let journal: any AuditJournal
    private let clock: Clock
    private let logger: Logger
    private var bag: Mailbag
    /// Messages whose failure is in the record already: it is written once, not at every attempt.
    private var failed: Set<String> = []

    init(
        spool: WarningSpool, carrier: any WarningCarrier, standing: ChannelStanding, journal: any AuditJournal,
        clock: @escaping Clock, logger: Logger
    ) {
        self.spool = spool
        self.carrier = carrier
        self.standing = standing
        self.journal = journal
        self.clock = clock
        self.logger = logger
        bag = Mailbag(gathersTrifles: carrier.gathersTrifles)
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
            case .later:
                pause.reset()
                do { try await Task.sleep(for: .seconds(1)) } catch { return }
            case .down:
                do { try await Task.sleep(for: pause.next()) } catch { return }
            }
        }
    }

    func carryAll() async -> Round {
        do {
            try await fill()
            return try await carryDue()
        } catch {
            logger.error("warnings wait: \(error)", metadata: ["channel": "\(carrier.channel.rawValue)"])
            return .down
        }
    }

    private func carryDue() async throws -> Round {
        let end = clock() + Self.roundTime
        let delivered = standing.now.sent
        var failures = 0
        /// Of letters that nothing says it is their own fault.
        var unexplained = 0
        for letter in bag.due(at: clock()) where !Task.isCancelled && clock() < end {
            guard case .unreached(let why) = try await carry(letter) else { continue }
            failures += 1
            if !letter.failsAlone { unexplained += 1 }
            let speaksForAll = letter.isForOfficer && !letter.failsAlone || unexplained == Self.failuresBorne
            if speaksForAll, standing.now.sent == delivered {
                bag.excuseAll()
                standing.note { $0.problem = why }
                return .down
            }
            if failures == Self.failuresBorne { break }
        }
        return bag.count == 0 ? .nothingLeft : .later
    }

    /// Takes what came into the spool since the last round.
    private func fill() async throws {
        let known = bag
        let arrived = try await onDisk { spool in
            try spool.waiting().filter { !known.knows($0) }.map { ($0, try spool.message($0)) }
        }
        for (name, bytes) in arrived {
            guard let bytes else { continue }
            if let warning = readable(bytes, name) {
                bag.put(warning, as: name)
            } else {
                try await onDisk { try $0.setAside(name, as: .unreadable) }
                standing.note { $0.lost += 1 }
            }
        }
        noteWaiting()
    }

    private func carry(_ letter: Mailbag.Letter) async throws -> Attempt {
        // Ten minutes between two messages count from here: how long a mail program takes is its own affair.
        let now = clock()
        let carriage = await carrier.carry(letter.message, id: letter.id)
        switch carriage {
        case .accepted:
            try await forget(letter)
            bag.delivered(letter, at: now)
            standing.note { state in
                state.sent += 1
                state.lastSent = now
                state.problem = nil
            }
            await record(letter, .delivered)
        case .nowhere:
            try await forget(letter)
            bag.remove(letter)
            standing.note { $0.nowhere += 1 }
        case .refused(let why):
            if letter.isForOfficer, !letter.failsAlone { standing.note { $0.problem = why } }
            try await failed(letter, why, at: now, byItself: true)
        case .unreached(let why):
            try await failed(letter, why, at: now, byItself: letter.failsAlone)
            noteWaiting()
            return .unreached(because: why)
        }
        noteWaiting()
        return .over
    }

    /// It rests and is tried again; given up when it is old and the fault is its own. While the channel is down, nothing is.
    private func failed(_ letter: Mailbag.Letter, _ why: String, at now: UnixTime, byItself: Bool) async throws {
        await note(letter, why)
        if byItself, now - letter.message.warnings[0].at >= Self.patience {
            try await giveUp(letter)
        } else {
            bag.failed(letter, at: now)
        }
    }

    private func noteWaiting() {
        let count = bag.count
        standing.note { $0.waiting = count }
    }

    private func forget(_ letter: Mailbag.Letter) async throws {
        try await onDisk { spool in
            for part in letter.parts { try spool.remove(part) }
        }
        failed.remove(letter.parts[0])
    }

    private func giveUp(_ letter: Mailbag.Letter) async throws {
        try await onDisk { spool in
            for part in letter.parts { try spool.setAside(part, as: .undeliverable) }
        }
        bag.remove(letter)
        failed.remove(letter.parts[0])
        standing.note { $0.lost += 1 }
        logger.critical(
            "a warning could not be delivered for days and was set aside",
            metadata: ["channel": "\(carrier.channel.rawValue)", "file": "\(letter.parts[0])"])
    }

    private func readable(_ bytes: [UInt8], _ name: String) -> SecurityWarning? {
        do {
            if let warning = try SpooledWarning.decode(bytes).warning { return warning }
        } catch {
            // Told below, with those whose words are none of ours.
        }
        logger.error("a warning in the spool is unreadable and was set aside", metadata: ["file": "\(name)"])
        return nil
    }

    private func note(_ letter: Mailbag.Letter, _ why: String) async {
        standing.note { $0.failed += 1 }
        logger.error(
            "a warning was not delivered; it is tried again",
            metadata: ["channel": "\(carrier.channel.rawValue)", "warning": "\(letter.id)", "because": "\(why)"])
        if failed.insert(letter.parts[0]).inserted { await record(letter, .failed) }
    }

    private func record(_ letter: Mailbag.Letter, _ delivery: Delivery) async {
        let lead = letter.message.lead
        let entry = AuditEntry(
            .warningSent(
                channel: RecordedWord(carrier.channel), to: lead.audience.recipient, about: lead.event.recordType,
                delivery),
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

extension SecurityWarning.Event {
    /// What kind of record the warning speaks of.
    fileprivate var recordType: RecordType {
        switch self {
        case .failedSignIn, .repeatedFailures, .rightCodeWhileLocked, .codeReplayed: .factorFailed
        case .locked, .keyCopied, .disowned: .lock
        case .disabled: .disable
        case .certificateRefused: .tlsRefused
        case .sessionCertificateMismatch: .sessionMisuse
        case .sessionDisplaced: .sessionEnd
        case .newPlace, .privilegedSignIn, .offHoursSignIn, .dormantAccountUsed, .breakGlassUsed: .loginOK
        case .recoveryCodeUsed: .factorOK
        case .factorReset, .factorAdded, .authenticatorLost, .authenticatorRemoved, .factorResetAsked,
            .factorResetCancelled:
            .factorChange
        case .certificateEnding, .certificateBound: .certificateChange
        case .grantEnding: .grantChange
        case .contactChanged, .unlockOrdered, .breakGlassOpened, .reviewOverdue, .serviceEnding: .accountChange
        case .reviewTasksOverdue, .bundleReady: .reviewTask
        case .reportsOverdue: .reportChange
        case .partnerRefused, .serviceElsewhere: .decision
        case .secondSessionRefused, .closedAccountTried, .sourceBlocked: .loginFailed
        case .policyTampered: .policyTamper
        case .policyEmergency, .policyRestored: .policyChange
        case .policyStuck, .policyOvertaken: .policyDraft
        case .trailBroken: .logVerified
        case .trailStopped: .logGap
        case .forwardingStalled, .forwardingRefused, .forwardingGap: .forwarding
        case .clockOff, .clockUnsafe: .clockOffset
        case .anomaly, .anomalyDrill: .anomaly
        case .measureTaken, .measureLifted: .measure
        case .monitorStopped, .monitorRestored: .monitor
        case .test: .warningsTested
        }
    }
}
