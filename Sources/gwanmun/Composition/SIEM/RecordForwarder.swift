import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewaySIEM
import GatewaySettings

/// Sends the trail to one receiver, record by record in their order, each at least once. The trail is the queue: a receiver that is gone for a day
/// gets the day when it is back.
///
/// Lives on the thread of its `TrailFollowing`.
final class RecordForwarder: TrailFollower {
    /// How long a connection must have stood after the other machine had a record.
    private static let settling = Duration.seconds(5)
    private static let heartbeatPause = Duration.seconds(60)
    /// What is not with the receiver for so long is told to people.
    static let patience = Duration.seconds(300)
    private static let savingPause = Duration.seconds(1)

    private let receiver: SIEMReceiver
    private let carrier: any RecordCarrier
    private let file: PositionFile
    private let standing: ForwardingStanding
    private let host: String
    private let title: (_ type: String) -> String
    private let alarm: @Sendable (ForwardingAlarm) -> Void
    private let end: @Sendable () -> UInt64
    private let clock: Clock

    private var scanner = RecordScanner(ForwardingFilter.fields + [.hash, .previousHash])
    private var window: UnconfirmedWindow
    /// Behind the record handed over last.
    private var position: ForwardingPosition
    private var saved: ForwardingPosition
    private var savedAt: Duration
    private var heartbeatAt: Duration
    private var pause = RetryPause()
    private var notBefore: Duration?
    private var failingSince: UnixTime?
    private var told: Set<ForwardingStep> = []
    private let start = ContinuousClock.now

    /// - Parameters:
    ///   - begin: where the receiver stands.
    ///   - host: what notices say they come from.
    ///   - end: the last record of the trail.
    init(
        _ receiver: SIEMReceiver, by carrier: any RecordCarrier, from begin: ForwardingPosition,
        keptIn file: PositionFile,
        standing: ForwardingStanding, host: String, title: @escaping (_ type: String) -> String,
        end: @escaping @Sendable () -> UInt64, alarm: @escaping @Sendable (ForwardingAlarm) -> Void,
        clock: @escaping Clock
    ) {
        self.receiver = receiver
        self.carrier = carrier
        self.file = file
        self.standing = standing
        self.host = host
        self.title = title
        self.end = end
        self.alarm = alarm
        self.clock = clock
        window = UnconfirmedWindow(confirmed: begin, settling: Self.settling)
        position = begin
        saved = begin
        savedAt = .zero
        heartbeatAt = .zero
        standing.note { $0.confirmed = begin.sequence }
    }

    deinit { carrier.drop() }

    // MARK: Following

    func take(_ batch: TrailBatch) -> FollowingStep {
        if let wait = wait { return .again(after: wait) }
        guard belongs(batch) else { return beginAnew() }
        do throws(CarrierFailure) {
            try checkOn()
            let (messages, behind) = messages(of: batch)
            let rejected = try carrier.send(messages)
            handedOver(messages.count, behind)
            if rejected > 0 { note(rejected: rejected, batch) }
            try beat()
        } catch {
            return failed(error)
        }
        save()
        return .next
    }

    func missed(_ failure: TrailCursor.Failure) -> FollowingStep {
        switch failure {
        case .gone(let first, let next?):
            if let wait = wait { return .again(after: wait) }
            // A receiver that never had anything begins with what there is.
            guard position.sequence > 0 else {
                handedOver(0, ForwardingPosition(sequence: next - 1))
                return .next
            }
            return tellGap(first...(next - 1))
        case .gone(_, nil):
            stuck("the next records are not in the trail")
        case .broken(let segment, let sequence):
            stuck("the trail is broken in \(segment) at record \(sequence)")
        case .file(let failure):
            stuck("the trail cannot be read: \(failure)")
        }
        return .again(after: .seconds(5))
    }

    func idleStep() -> FollowingStep {
        guard wait == nil else { return .next }
        do throws(CarrierFailure) {
            try checkOn()
            try beat()
        } catch {
            return failed(error)
        }
        save()
        return .next
    }

    // MARK: What is sent

    private func messages(of batch: TrailBatch) -> ([SIEMMessage], ForwardingPosition) {
        var messages: [SIEMMessage] = []
        var behind = position
        batch.forEach { sequence, _, line in
            _ = scanner.scan(line)
            behind.sequence = sequence
            behind.hash = scanner.text(.hash, of: line)
            guard receiver.filter.wants(line, scanner),
                let message = SIEMMessage(line: line, after: behind.sent, title: title)
            else { return }
            messages.append(message)
            behind.sent = sequence
        }
        return (messages, behind)
    }

    /// Once a minute: that it works, and up to which record.
    private func beat() throws(CarrierFailure) {
        guard uptime >= heartbeatAt else { return }
        let state = standing.now
        let message = SIEMMessage(
            .heartbeat, at: clock(), host: host, in: receiver.language,
            [("last_seq", position.sequence), ("last_sent", position.sent), ("lag", lag), ("sent", state.sent)])
        _ = try carrier.send([message])
        heartbeatAt = uptime + Self.heartbeatPause
        handedOver(1, position)
    }

    private func tellGap(_ records: ClosedRange<UInt64>) -> FollowingStep {
        let message = SIEMMessage(
            .gap, at: clock(), host: host, in: receiver.language,
            [("first_seq", records.lowerBound), ("last_seq", records.upperBound)])
        do throws(CarrierFailure) { _ = try carrier.send([message]) } catch { return failed(error) }
        handedOver(1, ForwardingPosition(sequence: records.upperBound, sent: position.sent))
        standing.note { $0.missing += UInt64(records.count) }
        alarm(.init(receiver: receiver.name, step: .gap, records: records))
        return .next
    }

    // MARK: How it goes

    private func handedOver(_ count: Int, _ behind: ForwardingPosition) {
        position = behind
        let now = clock()
        standing.note { $0.sent += UInt64(count) }
        if carrier.isAcknowledged || (count == 0 && window.isEmpty) {
            window.kept(behind)
            if count > 0 { well(at: now) }
        } else {
            window.sent(behind, at: uptime)
        }
        standing.note { [confirmed = window.confirmed.sequence] in $0.confirmed = confirmed }
    }

    /// The connection still stands: what was sent some time ago counts as kept.
    private func checkOn() throws(CarrierFailure) {
        try carrier.look()
        guard !window.isEmpty else { return }
        let before = window.confirmed
        let had = window.count
        window.stands(at: uptime)
        guard window.confirmed != before || window.count != had else { return }
        standing.note { [confirmed = window.confirmed.sequence] in $0.confirmed = confirmed }
        well(at: clock())
    }

    private func well(at now: UnixTime) {
        pause.reset()
        failingSince = nil
        standing.note {
            $0.lastSuccess = now
            $0.problem = nil
        }
        guard !told.isEmpty, lag == 0 || window.confirmed.sequence + 1000 >= end() else { return }
        told = []
        alarm(.init(receiver: receiver.name, step: .caughtUp))
    }

    /// The receiver is there, and the trail has nothing for it. Told like any other standstill.
    private func stuck(_ problem: String) {
        standing.note { $0.problem = problem }
        noteStandstill()
    }

    private func noteStandstill() {
        let now = clock()
        let since = failingSince ?? now
        failingSince = since
        guard now - since >= Self.patience, told.insert(.stalled).inserted else { return }
        alarm(.init(receiver: receiver.name, step: .stalled))
    }

    /// What was not confirmed is sent again, from where it was.
    private func failed(_ failure: CarrierFailure) -> FollowingStep {
        carrier.drop()
        standing.note {
            $0.failures += 1
            $0.problem = failure.description
        }
        if failure.concernsPeer, told.insert(.peerRefused).inserted {
            alarm(.init(receiver: receiver.name, step: .peerRefused))
        }
        noteStandstill()
        let rest = failure.pause.map { max($0, pause.next()) } ?? pause.next()
        notBefore = uptime + rest
        // The first word after a failure is that it is back.
        heartbeatAt = .zero
        let handedOver = position.sequence
        window.broke()
        position = window.confirmed
        return handedOver > position.sequence ? .move(after: position.sequence) : .again(after: rest)
    }

    private func note(rejected: UInt64, _ batch: TrailBatch) {
        standing.note { $0.rejected += rejected }
        guard let first = batch.first, let last = batch.last, told.insert(.rejected).inserted else { return }
        alarm(.init(receiver: receiver.name, step: .rejected, records: first...last))
    }

    // MARK: Where it stands

    /// Whether this is the trail that the receiver had records of.
    private func belongs(_ batch: TrailBatch) -> Bool {
        guard let hash = position.hash, batch.first == position.sequence + 1 else { return true }
        var previous: String?
        var isFirst = true
        batch.forEach { _, _, line in
            guard isFirst else { return }
            isFirst = false
            previous = scanner.scan(line) ? scanner.text(.previousHash, of: line) : nil
        }
        return previous == hash
    }

    /// The trail was set aside, and another one began.
    private func beginAnew() -> FollowingStep {
        let message = SIEMMessage(
            .restart, at: clock(), host: host, in: receiver.language, [("last_seq", position.sequence)])
        do throws(CarrierFailure) { _ = try carrier.send([message]) } catch { return failed(error) }
        alarm(.init(receiver: receiver.name, step: .restarted))
        window = UnconfirmedWindow(confirmed: ForwardingPosition(), settling: Self.settling)
        position = ForwardingPosition()
        return .move(after: 0)
    }

    private func save() {
        let confirmed = window.confirmed
        guard confirmed != saved, uptime - savedAt >= Self.savingPause || lag == 0 else { return }
        do throws(PrivateFile.Problem) {
            try file.write(confirmed)
            saved = confirmed
        } catch {
            // Nothing is lost by it: after a restart more is sent again.
            standing.note { $0.problem = error.description }
        }
        savedAt = uptime
    }

    private var lag: UInt64 {
        let (last, confirmed) = (end(), window.confirmed.sequence)
        return last > confirmed ? last - confirmed : 0
    }

    private var uptime: Duration { ContinuousClock.now - start }

    /// How long it still rests after a failure.
    private var wait: Duration? {
        guard let notBefore, uptime < notBefore else { return nil }
        return notBefore - uptime
    }
}

/// Something that people are to know of a receiver.
struct ForwardingAlarm: Sendable {
    let receiver: String
    let step: ForwardingStep
    var records: ClosedRange<UInt64>?
}
