internal import GatewayAudit
internal import GatewayIdentity

/// What the records that were read say of the register of reports.
struct ReportTally: Hashable, Sendable {
    private struct Filing: Hashable {
        let sha256: String?
        let kind: String?
    }

    /// More than the register ever held at once.
    private static let most = 100_000

    private var filed: [String: Filing] = [:]
    private var removed: Set<String> = []
    /// The first record that was read.
    private var first: First?

    private struct First: Hashable {
        let seq: UInt64
        let time: UnixTime
    }

    mutating func begin(_ seq: UInt64, at time: UnixTime) {
        if first == nil { first = First(seq: seq, time: time) }
    }

    mutating func note(_ change: ReportChange, _ id: String, sha256: String?, kind: String?) {
        guard filed.count < Self.most, removed.count < Self.most else { return }
        switch change {
        case .filed: filed[id] = Filing(sha256: sha256, kind: kind)
        case .removed: removed.insert(id)
        case .overdue: break
        }
    }

    /// Whether a record says that it was filed, with this digest, or the records of then are gone after their time; and none that it was removed.
    func vouch(for id: String, _ sha256: String, filedAt: UnixTime) -> Bool {
        if removed.contains(id) { return false }
        if let filing = filed[id] { return filing.sha256 == sha256 }
        guard let first, first.seq > 1 else { return false }
        return filedAt < first.time
    }

    /// Those that were filed and not removed, and are not in the register.
    func lost(of register: EvidenceRegister, beside ids: Set<String>) -> [String] {
        filed.filter { id, filing in filing.kind == register.part && !removed.contains(id) && !ids.contains(id) }
            .keys.sorted()
    }
}

extension EvidenceRegister {
    /// As records spell it.
    fileprivate var part: String {
        switch self {
        case .providerReports: "provider"
        case .bypassChecks: "bypass"
        }
    }
}
