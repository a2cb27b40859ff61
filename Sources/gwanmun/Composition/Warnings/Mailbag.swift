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
        fileprivate let line: Line

        /// The last part's: a letter that grew between two attempts is another one.
        var id: String { parts[parts.count - 1] }
    }

    /// What waits behind each other and goes out together.
    fileprivate enum Line: Hashable {
        case one(String)
        /// With the address that one message may have of its own.
        case person(SecurityWarning.Audience, MailAddress?)
        case trifles
    }

    private struct Rest {
        var until: UnixTime
        var pause: RetryPause
    }

    static let interval = Duration.seconds(600)

    /// Whether the officer gets what is of little weight together.
    private let gathersTrifles: Bool
    private var waiting: [String: SecurityWarning] = [:]
    private var toldAt: [Line: UnixTime] = [:]
    private var resting: [Line: Rest] = [:]

    init(gathersTrifles: Bool) { self.gathersTrifles = gathersTrifles }

    var count: Int { waiting.count }

    func knows(_ name: String) -> Bool { waiting[name] != nil }

    mutating func put(_ warning: SecurityWarning, as name: String) { waiting[name] = warning }

    /// What can go out now, oldest first.
    func due(at now: UnixTime) -> [Letter] {
        var lines: [Line: [String]] = [:]
        for (name, warning) in waiting { lines[line(of: warning, name), default: []].append(name) }
        return lines.compactMap { line, names in
            let parts = names.sorted()
            guard isDue(line, parts, at: now), let message = WarningMessage(parts.compactMap { waiting[$0] }) else {
                return nil
            }
            return Letter(parts: parts, message: message, line: line)
        }.sorted { $0.parts[0] < $1.parts[0] }
    }

    mutating func delivered(_ letter: Letter, at now: UnixTime) {
        remove(letter)
        toldAt[letter.line] = now
        toldAt = toldAt.filter { isRecent($0.value, at: now) }
    }

    /// The receiver did not want it: it rests for a while, and nothing else does.
    mutating func refused(_ letter: Letter, at now: UnixTime) {
        var rest = resting[letter.line] ?? Rest(until: now, pause: RetryPause())
        rest.until = now + rest.pause.next()
        resting[letter.line] = rest
    }

    /// Delivered, or given up.
    mutating func remove(_ letter: Letter) {
        for part in letter.parts { waiting[part] = nil }
        resting[letter.line] = nil
    }

    private func line(of warning: SecurityWarning, _ name: String) -> Line {
        switch warning.audience {
        case .securityOfficer: gathersTrifles && warning.severity == .low ? .trifles : .one(name)
        case .owner, .sponsor: .person(warning.audience, warning.address)
        }
    }

    private func isDue(_ line: Line, _ parts: [String], at now: UnixTime) -> Bool {
        if let rest = resting[line], now < rest.until { return false }
        switch line {
        case .one: return true
        case .person: return toldAt[line].map { !isRecent($0, at: now) } ?? true
        case .trifles: return parts.first.flatMap { waiting[$0] }.map { !isRecent($0.at, at: now) } ?? false
        }
    }

    /// A clock that was set back holds nothing up.
    private func isRecent(_ time: UnixTime, at now: UnixTime) -> Bool { time <= now && now - time < Self.interval }
}
