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
            + alterationsOfWatchTests
    }

    /// A test that goes is a guard that goes.
    private var alterationsOfTests: [PolicyAlteration] {
        let (before, after) = (old.testsByPlace, new.testsByPlace)
        return Set(before.keys).union(after.keys).sorted().compactMap { place in
            switch (before[place], after[place]) {
            case (let was?, let now?):
                was == now ? nil : alteration(.changed, place, from: was, to: now)
            case (let was?, nil): alteration(.removed, place, from: was, to: nil)
            case (nil, let now?): alteration(.added, place, from: nil, to: now)
            case (nil, nil): nil
            }
        }
    }

    private var alterationsOfWatchTests: [PolicyAlteration] {
        let (before, after) = (old.watchTestsByPlace, new.watchTestsByPlace)
        return Set(before.keys).union(after.keys).sorted().compactMap { place in
            let (was, now) = (before[place], after[place])
            guard was != now else { return nil }
            let texts = [
                ("expect", was?.expectation, now?.expectation),
                ("events", was.map { "\($0.events.count)" }, now.map { "\($0.events.count)" }),
            ]
            let change: PolicyAlteration.Change = was == nil ? .added : now == nil ? .removed : .changed
            return alteration(change, place, texts)
        }
    }

    private func alteration(
        _ change: PolicyAlteration.Change, _ place: String, from was: PolicyTest?, to now: PolicyTest?
    ) -> PolicyAlteration {
        alteration(
            change, place,
            [("expect", was?.expectation, now?.expectation), ("request", was?.occasion, now?.occasion)])
    }

    private func alteration(
        _ change: PolicyAlteration.Change, _ place: String, _ texts: [(String, String?, String?)]
    ) -> PolicyAlteration {
        var values = texts.filter { $0.1 != $0.2 }.map { PolicyAlteration.Value(key: $0.0, before: $0.1, after: $0.2) }
        if values.isEmpty {
            values = [.init(key: "circumstances", before: nil, after: "other ones")]
        }
        return PolicyAlteration(change: change, section: "tests", name: place, values: values)
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
    /// The alarms that it asks for, in their order.
    fileprivate var expectation: String {
        guard !expected.isEmpty else { return "no alarm" }
        return expected.map { alarm in
            "\(alarm.rule) \(alarm.measure.rawValue)" + (alarm.person.map { " (\($0))" } ?? "")
        }.joined(separator: ", ")
    }
}
