public import GatewayIdentity
internal import GatewayJSON

/// What `gwanmun doctor --bypass --json` printed: which addresses of consoles it asked as a stranger, and what it found.
///
/// Read strictly: anything else than what that command prints, also where it contradicts itself, is refused.
public struct BypassAnswer: Hashable, Sendable {
    /// One address of a console, asked once.
    public struct Asked: Hashable, Sendable {
        public let console: String
        public let address: String
        public let answered: Bool
        /// What it answered a stranger with; `nil`: it did not answer, or with what is no answer of HTTP.
        public let status: Int?

        public init(console: String, address: String, answered: Bool, status: Int?) {
            self.console = console
            self.address = address
            self.answered = answered
            self.status = status
        }
    }

    public let madeAt: UnixTime
    /// The machine that asked.
    public let host: String
    /// At least one.
    public let asked: [Asked]

    /// How the doctor begins what it says of a console that answers a stranger; address and status follow.
    public static let reachable = "reachable around the gate: "
    /// Addresses that one answer may hold.
    static let mostAsked = 10_000

    /// - Throws: what is wrong with the text.
    public init(_ text: [UInt8]) throws(BypassProblem) {
        guard text.count <= ReportLimits.largestAnswer else { throw .tooLarge }
        guard let json = JSON(text) else { throw .notJSON }
        let members = try Members(json, "the answer", ["sound", "findings", "made_at", "host", "asked"])
        let sound = try members.bool("sound")
        let findings = try members.list("findings").map { entry throws(BypassProblem) in try Finding(entry) }
        guard sound == findings.allSatisfy({ $0.level == .note }) else { throw .contradiction("'sound'") }
        let made = try members.text("made_at")
        guard let madeAt = RFC3339.parse(made) else { throw .unexpected("'made_at' is no instant") }
        self.madeAt = madeAt
        host = try members.text("host")
        guard ReportLimits.isName(host) else { throw .unexpected("'host' is no name of a machine") }
        asked = try members.list("asked").map { entry throws(BypassProblem) in try Asked(entry) }
        guard !asked.isEmpty else { throw .nothingAsked }
        guard asked.count <= Self.mostAsked else { throw .tooLarge }
        for address in asked {
            guard address.answered == findings.contains(where: { $0.tells(of: address) }) else {
                throw .contradiction("what it asked of '\(address.console)'")
            }
        }
        let told = findings.count { $0.isOfReachable }
        guard told == asked.count(where: \.answered) else { throw .contradiction("'findings'") }
    }

    /// Failed where any console answered a stranger, also where it then refused them.
    public var result: ReportResult { asked.contains(where: \.answered) ? .failed : .passed }

    /// By name, each once.
    public var consoles: [String] { Set(asked.map(\.console)).sorted() }

    public var content: FiledReport.Content {
        FiledReport.Content(
            .bypass, about: host, madeAt: madeAt, due: madeAt + ReportLimits.bypassLife, result: result,
            consoles: consoles)
    }
}

/// Why a text is no answer of `gwanmun doctor --bypass --json`.
public enum BypassProblem: Error, Hashable, Sendable {
    case notJSON
    case tooLarge
    case unexpected(String)
    /// It says one thing here and another there.
    case contradiction(String)
    /// It shows nothing: the policy could not be read, or has no console.
    case nothingAsked
}

extension BypassProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notJSON: "this is not what 'gwanmun doctor --bypass --json' prints: it is not JSON"
        case .tooLarge:
            "this is not what 'gwanmun doctor --bypass --json' prints: it is larger than \(ReportLimits.largestAnswer) bytes, or asks too much"
        case .unexpected(let what): "this is not what 'gwanmun doctor --bypass --json' prints: \(what)"
        case .contradiction(let what):
            "this was changed after 'gwanmun doctor --bypass --json' printed it: \(what) contradicts the rest"
        case .nothingAsked:
            "no console was asked, so this shows nothing: run 'gwanmun doctor --bypass --json' where configuration and policy can be read"
        }
    }
}

extension BypassAnswer.Asked {
    fileprivate init(_ json: JSON) throws(BypassProblem) {
        let members = try Members(json, "an entry of 'asked'", ["console", "address", "answered"], maybe: ["status"])
        console = try members.text("console")
        address = try members.text("address")
        guard Self.isConsole(console), !address.isEmpty else {
            throw .unexpected("an entry of 'asked' names no console or no address")
        }
        answered = try members.bool("answered")
        status = try members.status("status")
        guard answered || status == nil else { throw .contradiction("a status of '\(console)'") }
    }

    /// As the policy's files call one.
    private static func isConsole(_ text: String) -> Bool {
        text.utf8.count <= 64
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"),
                    UInt8(ascii: "-"):
                    true
                case _: false
                }
            } && !text.isEmpty
    }
}

/// One finding of the doctor, of whatever it is.
private struct Finding {
    enum Level: String {
        case error, warning, note
    }

    let level: Level
    let subject: String
    let what: String

    init(_ json: JSON) throws(BypassProblem) {
        let members = try Members(json, "a finding", ["level", "subject", "what", "advice"])
        let word = try members.text("level")
        guard let level = Level(rawValue: word) else { throw .unexpected("a finding of the level '\(word)'") }
        self.level = level
        subject = try members.text("subject")
        what = try members.text("what")
        _ = try members.text("advice")
    }

    var isOfReachable: Bool { level != .note && what.hasPrefix(BypassAnswer.reachable) }

    func tells(of asked: BypassAnswer.Asked) -> Bool {
        isOfReachable && subject == "console \(asked.console)"
            && what.hasPrefix("\(BypassAnswer.reachable)\(asked.address) ")
    }
}

/// The members of an object: known ones alone, each once.
private struct Members {
    private let values: [String: JSON]
    private let place: String

    init(_ json: JSON, _ place: String, _ needed: Set<String>, maybe: Set<String> = []) throws(BypassProblem) {
        guard let members = json.members else { throw .unexpected("\(place) is no object") }
        var values: [String: JSON] = [:]
        for member in members {
            guard needed.contains(member.name) || maybe.contains(member.name) else {
                throw .unexpected("\(place) has '\(member.name)'")
            }
            guard values.updateValue(member.value, forKey: member.name) == nil else {
                throw .unexpected("\(place) has '\(member.name)' twice")
            }
        }
        if let missing = needed.subtracting(values.keys).sorted().first {
            throw .unexpected("\(place) has no '\(missing)'")
        }
        self.values = values
        self.place = place
    }

    func text(_ name: String) throws(BypassProblem) -> String {
        guard let text = values[name]?.string else { throw .unexpected("'\(name)' of \(place) is no text") }
        return text
    }

    func bool(_ name: String) throws(BypassProblem) -> Bool {
        guard let value = values[name]?.bool else {
            throw .unexpected("'\(name)' of \(place) is neither true nor false")
        }
        return value
    }

    func list(_ name: String) throws(BypassProblem) -> [JSON] {
        guard case .array(let list)? = values[name] else { throw .unexpected("'\(name)' of \(place) is no list") }
        return list
    }

    /// `nil` where it is left out.
    func status(_ name: String) throws(BypassProblem) -> Int? {
        guard let value = values[name] else { return nil }
        guard case .number(let text) = value, let status = Int(text), (100...999).contains(status) else {
            throw .unexpected("'\(name)' of \(place) is no status of HTTP")
        }
        return status
    }
}
