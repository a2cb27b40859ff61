import GatewayAccess
import GatewayAudit
import GatewayIdentity

extension TrailRecorder {
    func anomaly(_ event: SecurityEvent, of account: AccountName) -> AnomalyFacts {
        func detail(_ name: String) -> String { event.details[name] ?? "" }
        return AnomalyFacts(
            rule: detail("rule"), kind: detail("kind"), observed: detail("observed"), limit: detail("limit"),
            severity: Severity(event.severity), grounds: detail("grounds").split(separator: " ").map(String.init),
            measure: detail("measure"), account: account, isDrill: !detail("drill").isEmpty)
    }

    func measure(_ event: SecurityEvent, of account: AccountName, _ change: MeasureFacts.Change) -> MeasureFacts {
        func detail(_ name: String) -> String { event.details[name] ?? "" }
        let owner = detail("owner")
        return MeasureFacts(
            id: detail("measure"), rule: detail("rule"), step: detail("step"), change: change,
            severity: Severity(event.severity), account: account,
            owner: owner.isEmpty ? nil : AccountName(stored: owner), isDrill: !detail("drill").isEmpty)
    }

    /// `nil` where the order that was refused was not about a measure.
    func undoing(_ event: SecurityEvent) -> RefusedUndoing? {
        guard let account = event.account, let id = event.details["measure"],
            let order = event.details["order"].flatMap(SecurityEvent.Kind.init)
        else { return nil }
        return RefusedUndoing(
            order: RecordedWord(order), id: id, rule: event.details["rule"] ?? "", step: event.details["step"] ?? "",
            account: account, isDrill: !(event.details["drill"] ?? "").isEmpty)
    }
}

extension Severity {
    fileprivate init(_ severity: SecurityWarning.Severity) {
        switch severity {
        case .low: self = .notice
        case .medium: self = .warning
        case .high: self = .error
        case .critical: self = .critical
        }
    }
}
