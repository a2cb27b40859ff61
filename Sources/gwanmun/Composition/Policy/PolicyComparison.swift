import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewaySettings
import GatewayWatch

/// Two policies side by side, as whoever approves the newer one is told: what it says otherwise, in its rules and in what tries
/// them, and whose grade it lowers.
struct PolicyComparison {
    /// Things that are told with all their values; what is more is told by name.
    private static let valueLimit = 2000

    let old: LoadedPolicy
    let new: LoadedPolicy

    init(from old: LoadedPolicy, to new: LoadedPolicy) {
        self.old = old
        self.new = new
    }

    var alterations: [PolicyAlteration] {
        let changes = PolicyDifference(from: old.snapshot.definition, to: new.snapshot.definition).changes
        return changes.enumerated().map { PolicyAlteration($1, withValues: $0 < Self.valueLimit) } + alterationsOfTests
    }

    /// A test that goes is a guard that goes.
    private var alterationsOfTests: [PolicyAlteration] {
        alterations(from: old.testsByPlace, to: new.testsByPlace) {
            [("expect", $0.expectation), ("request", $0.occasion)]
        }
            + alterations(from: old.watchTestsByPlace, to: new.watchTestsByPlace) {
                [("expect", $0.expectation), ("events", "\($0.events.count)")]
            }
    }

    /// - Parameter tell: what a test says, key by key; what it says beside that is told as `circumstances`.
    private func alterations<Test: Equatable>(
        from before: [String: Test], to after: [String: Test], tell: (Test) -> [(key: String, text: String)]
    ) -> [PolicyAlteration] {
        Set(before.keys).union(after.keys).sorted().compactMap { place in
            let (was, now) = (before[place], after[place])
            guard was != now else { return nil }
            let (said, says) = (was.map(tell), now.map(tell))
            var values = (said ?? says ?? []).indices.compactMap { index -> PolicyAlteration.Value? in
                let (a, b) = (said?[index], says?[index])
                guard a?.text != b?.text, let key = a?.key ?? b?.key else { return nil }
                return PolicyAlteration.Value(key: key, before: a?.text, after: b?.text)
            }
            if values.isEmpty { values = [.init(key: "circumstances", before: nil, after: "other ones")] }
            return PolicyAlteration(
                change: was == nil ? .added : now == nil ? .removed : .changed, section: "tests", name: place,
                values: values)
        }
    }

    // MARK: Grades

    /// The label, and what it counts as with its tags, wherever what the console stands for is to be found now.
    var lowered: [String] {
        var lines: [String] = []
        for console in old.snapshot.definition.consoles {
            let counted = old.snapshot.grade(of: console.id) ?? console.grade
            let falls = successors(of: console).compactMap { next -> (from: Grade, to: Grade, by: ConsoleID)? in
                if next.grade < console.grade { return (console.grade, next.grade, next.id) }
                guard let now = new.snapshot.grade(of: next.id), now < counted else { return nil }
                return (counted, now, next.id)
            }
            guard let lowest = falls.min(by: { $0.to < $1.to }) else { continue }
            let other = lowest.by == console.id ? "" : " (console \(lowest.by))"
            lines.append("console \(console.id): \(lowest.from) -> \(lowest.to)\(other)")
        }
        lines += labelsUnheard
        for (name, tag) in old.snapshot.definition.tags.sorted(by: { $0.key.text < $1.key.text }) {
            guard let now = new.snapshot.definition.tags[name], now.treatAs < tag.treatAs else { continue }
            lines.append("tag \(name): \(tag.treatAs) -> \(now.treatAs)")
        }
        return lines
    }

    /// Consoles whose answers could raise themselves, and no longer can by that header.
    private var labelsUnheard: [String] {
        old.snapshot.definition.consoles.flatMap { console -> [String] in
            guard let was = console.labelHeader, old.snapshot.grade(of: console.id) != .classified else { return [] }
            let deaf = successors(of: console).filter { successor in
                successor.labelHeader?.text.lowercased() != was.text.lowercased()
                    && new.snapshot.grade(of: successor.id) != .classified
            }
            guard !deaf.isEmpty else { return [] }
            let now = Set(deaf.map { $0.labelHeader?.text ?? "-" }).sorted().joined(separator: ", ")
            return ["console \(console.id): label_header \(was) -> \(now)"]
        }
    }

    /// What leads to the same data: a console of the same name, at one of its hosts, or before one of its servers. What stood
    /// before that server already, as low as now, is no way around anything new.
    private func successors(of console: Console) -> [Console] {
        new.snapshot.definition.consoles.filter { next in
            if next.id == console.id || !Set(next.hosts).isDisjoint(with: console.hosts) { return true }
            return next.sharesServer(with: console) && !stoodThere(next, before: console)
        }
    }

    private func stoodThere(_ next: Console, before console: Console) -> Bool {
        guard let was = old.snapshot.console(next.id), was.sharesServer(with: console),
            let counted = old.snapshot.grade(of: was.id), let counts = new.snapshot.grade(of: next.id)
        else { return false }
        return was.grade <= next.grade && counted <= counts
    }
}

extension Console {
    /// By address: under whatever scheme, one server answers there.
    fileprivate func sharesServer(with other: Console) -> Bool {
        upstreams.members.contains { mine in
            other.upstreams.members.contains { $0.url.host == mine.url.host && $0.url.port == mine.url.port }
        }
    }
}

extension PolicyAlteration {
    fileprivate init(_ change: PolicyDifference.Change, withValues: Bool) {
        let kind: Change =
            switch change.kind {
            case .added: .added
            case .removed: .removed
            case .changed: .changed
            }
        self.init(
            change: kind, section: change.section, name: change.name,
            values: withValues ? change.keys.map { Value(key: $0.key, before: $0.before, after: $0.after) } : [])
    }
}

extension PolicyTest {
    fileprivate var expectation: String {
        switch expected {
        case .permit: "permit"
        case .stepUp(let missing):
            (["step_up"] + (missing ?? []).map(\.rawValue).sorted()).joined(separator: " ")
        case .deny(let reason): "deny \(reason.rawValue)"
        }
    }

    /// `GET /fab/run at fab by kim-7f3a (staff)`
    fileprivate var occasion: String {
        let roles = question.subject.roles.sorted().map { "\($0)" }.joined(separator: ", ")
        return "\(question.method) \(question.path) at \(question.console) by \(question.subject.account) (\(roles))"
    }
}

extension WatchTest {
    /// `partner-objects end_sessions of smith-02d9; …`, or `no alarm`.
    fileprivate var expectation: String {
        expected.isEmpty ? "no alarm" : expected.map(\.text).joined(separator: "; ")
    }
}
