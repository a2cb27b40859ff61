import GatewayAccess
import GatewayAudit
import GatewayAuditFile
import GatewayIdentity

/// Reads of each record what those see who watch.
final class LiveListener: TrailFollower {
    private var scanner = RecordScanner([
        .time, .type, .outcome, .reason, .account, .certificateSerial, .certificateKey, .sessionHash, .upstream,
        .method, .path, .decision, .inputs,
    ])
    private let isPartner: (AccountName) -> Bool
    private let tell: ([LiveRecords.Heard]) -> Void

    init(_ isPartner: @escaping @Sendable (AccountName) -> Bool, tell: @escaping ([LiveRecords.Heard]) -> Void) {
        self.isPartner = isPartner
        self.tell = tell
    }

    func take(_ batch: TrailBatch) -> FollowingStep {
        var heard: [LiveRecords.Heard] = []
        batch.forEach { sequence, _, line in
            guard scanner.scan(line), let action = action(sequence, line) else { return }
            let isWorthTelling =
                action.outcome != Outcome.success.rawValue
                || action.account.map(isPartner) ?? false && !isOutcomeOfTold(line)
            heard.append(.init(action: action, isWorthTelling: isWorthTelling))
        }
        if !heard.isEmpty { tell(heard) }
        return .next
    }

    /// Its decision was told; that it came about as decided is nothing new.
    private func isOutcomeOfTold(_ line: UnsafeRawBufferPointer) -> Bool {
        scanner.text(.inputs, of: line) == InputsWord.earlier.rawValue
    }

    /// It does not hold up those who watch: what is lost here is in the trail.
    func missed(_ failure: TrailCursor.Failure) -> FollowingStep {
        switch failure {
        case .gone(_, .some): .next
        case .gone(_, nil), .file, .broken: .again(after: .milliseconds(500))
        }
    }

    /// - Returns: `nil` for what nobody did.
    private func action(_ sequence: UInt64, _ line: UnsafeRawBufferPointer) -> LiveAction? {
        func text(_ field: RecordField) -> String? { scanner.text(field, of: line) }
        let account = text(.account).map { AccountName(stored: $0) }
        let key = text(.certificateKey)
        guard account != nil || key != nil, let at = text(.time), let type = text(.type), let outcome = text(.outcome)
        else { return nil }
        return LiveAction(
            sequence: sequence, at: at, type: type, outcome: outcome, reason: text(.reason), account: account,
            session: text(.sessionHash), certificateKey: key, certificateSerial: text(.certificateSerial),
            console: text(.upstream).map { ConsoleID($0) }, method: text(.method), path: text(.path),
            decision: text(.decision))
    }
}
