import GatewayAccess
import GatewayIdentity

/// What waits on one channel, and when each of it is due: the security officer gets every warning at once and by
/// itself, a person at most one message in ten minutes, which then tells of everything that came between.
///
/// Pure: what is in it is on the disk as well, under the same names.
struct Mailbag: Sendable {
    /// A message and the names of what it is made of.
    struct Letter: Sendable {
        /// Oldest first.
        let parts: [String]
        let message: WarningMessage
        /// Others got through since it failed first: it is this letter that fails, not the channel.
        let failsAlone: Bool
        fileprivate let failures: Int
        fileprivate let line: Line

        /// The last part's: a letter that grew between two attempts is another one.
        var id: String { parts[parts.count - 1] }
        var isForOfficer: Bool { message.lead.audience == .securityOfficer }
    }

    /// What waits behind each other and goes out together.
    fileprivate enum Line: Hashable {
        case one(String)
        /// With the address that one message may have of its own.
        case person(SecurityWarning.Audience, MailAddress?)
        case trifles(MailAddress?)
    }

    private struct Rest {
        var from: UnixTime
        var until: UnixTime
        var pause = RetryPause()
        var failures = 0
        /// Of all letters, before it failed first.
        var deliveries: Int
    }

    static let interval = Duration.seconds(600)

    /// Whether the officer gets what is of little weight together.
    private let gathersTrifles: Bool
    private var waiting: [String: SecurityWarning] = [:]
    private var toldAt: [Line: UnixTime] = [:]
    private var resting: [Line: Rest] = [:]
    private var deliveries = 0

    init(gathersTrifles: Bool) { self.gathersTrifles = gathersTrifles }

    var count: Int { waiting.count }

    func knows(_ name: String) -> Bool { waiting[name] != nil }

    mutating func put(_ warning: SecurityWarning, as name: String) { waiting[name] = warning }

    /// What can go out now: what failed least first, so that what cannot be delivered is in nobody's way, and of that the
    /// oldest.
    func due(at now: UnixTime) -> [Letter] {
        var lines: [Line: [String]] = [:]
        for (name, warning) in waiting { lines[line(of: warning, name), default: []].append(name) }
        return lines.compactMap { line, names in
            let parts = names.sorted()
            guard isDue(line, parts, at: now), let message = WarningMessage(parts.compactMap { waiting[$0] }) else {
                return nil
            }
            let rest = resting[line]
            return Letter(
                parts: parts, message: message, failsAlone: rest.map { $0.deliveries < deliveries } ?? false,
                failures: rest?.failures ?? 0, line: line)
        }.sorted { ($0.failures, $0.parts[0]) < ($1.failures, $1.parts[0]) }
    }

    mutating func delivered(_ letter: Letter, at now: UnixTime) {
        remove(letter)
        deliveries += 1
        toldAt[letter.line] = now
        toldAt = toldAt.filter { isRecent($0.value, at: now) }
    }

    /// It did not get through: it rests for a while, and nothing else does.
    mutating func failed(_ letter: Letter, at now: UnixTime) {
        var rest = resting[letter.line] ?? Rest(from: now, until: now, deliveries: deliveries)
        rest.from = now
        rest.until = now + rest.pause.next()
        rest.failures += 1
        resting[letter.line] = rest
    }

    /// The channel is down: what failed so far is nobody's fault.
    mutating func excuseAll() {
        for line in resting.keys { resting[line]?.deliveries = deliveries }
    }

    /// Delivered, or given up.
    mutating func remove(_ letter: Letter) {
        for part in letter.parts { waiting[part] = nil }
        resting[letter.line] = nil
    }

    private func line(of warning: SecurityWarning, _ name: String) -> Line {
        switch warning.audience {
        case .securityOfficer: gathersTrifles && warning.severity == .low ? .trifles(warning.address) : .one(name)
        case .owner, .sponsor: .person(warning.audience, warning.address)
        }
    }

    private func isDue(_ line: Line, _ parts: [String], at now: UnixTime) -> Bool {
        // Here and below: a clock that was set back holds nothing up.
        if let rest = resting[line], rest.from <= now, now < rest.until { return false }
        switch line {
        case .one: return true
        case .person: return toldAt[line].map { !isRecent($0, at: now) } ?? true
        case .trifles: return parts.first.flatMap { waiting[$0] }.map { !isRecent($0.at, at: now) } ?? false
        }
    }

    private func isRecent(_ time: UnixTime, at now: UnixTime) -> Bool { time <= now && now - time < Self.interval }
}
