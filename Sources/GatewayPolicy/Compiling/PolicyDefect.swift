public import GatewayIdentity

/// One thing wrong, or doubtful, in a policy that could be read.
public struct PolicyDefect: Error, Hashable, Sendable {
    public let place: PolicyPlace
    public let what: What

    init(_ place: PolicyPlace, _ what: What) {
        self.place = place
        self.what = what
    }

    public enum What: Hashable, Sendable {
        case unknownName(String, known: [String])
        case gradeMissing
        case duplicate
        case hostTaken(by: ConsoleID)
        case tooMany(limit: Int)
        case notPositive
        /// Looser than the profile permits.
        case aboveFloor(ceiling: String)
        case belowFloor(minimum: String)
        case looserThan(Grade)
        case excludesItself
        case externalAndSpecial
        case emptyList
        case noSecondFactor(ConsoleID, Grade)
        case servicesAmongPeople([RoleName])
        case serviceAtClassified(ConsoleID)
        case wildcardForRole(RoleName, path: String)
        case cacheableAboveOpen(Grade)
        case methodAlwaysRefused
        /// The gateway gives the name a meaning of its own.
        case builtIn
        case asksForNothing
        /// Approvers from outside, or programs.
        case approversFromOutside(RoleName)
        case tooManyApprovers(limit: Int)
        /// A floor asks for more.
        case weakerThanFloor(FloorName, asks: String)
        case exceptionTooLong(days: Int64)
        case endsBeforeItBegins
        /// An exception to a rule that has no zones, or windows, to widen.
        case nothingToRelax(RuleID)
        /// The console says that it stands elsewhere (T01 of the profile).
        case residency(TagName, CountryCode, region: String)
        /// A tag asks for a key that the console leaves out.
        case demanded(String, by: TagName)
        case oneKeyTwice(String)
        /// The contract asks for TLS.
        case upstreamWithoutTLS(String)
        /// Warning: both match some request, and leave no zone or window in common (semantics 3).
        case contradicts(RuleID)
        /// Of measures: each step must be harder than the one before.
        case notALadder
    }
}

/// Every defect of one policy, in the order of its places.
public struct PolicyDefects: Error, Equatable, Sendable {
    public let all: [PolicyDefect]
}

/// Where in the vocabulary of the files something stands.
public struct PolicyPlace: Hashable, Sendable, CustomStringConvertible {
    public enum Section: String, CaseIterable, Sendable {
        case grades, lockout, roles, zones, holidays, windows, tags, consoles, approvals, floors, rules, exceptions,
            watch
    }

    public let section: Section
    public let id: String
    /// The key below the entry, as the files spell it; `nil`: the entry itself.
    public let key: String?

    public init(_ section: Section, _ id: String, _ key: String? = nil) {
        self.section = section
        self.id = id
        self.key = key
    }

    public var description: String { "\(section.rawValue).\(id)" + (key.map { ".\($0)" } ?? "") }

    static func grade(_ grade: Grade, _ key: String? = nil) -> Self { .init(.grades, grade.rawValue, key) }
    static func lockout(_ name: LockoutName, _ key: String? = nil) -> Self { .init(.lockout, name.text, key) }
    static func role(_ name: RoleName, _ key: String? = nil) -> Self { .init(.roles, name.text, key) }
    static func tag(_ name: TagName, _ key: String? = nil) -> Self { .init(.tags, name.text, key) }
    static func console(_ id: ConsoleID, _ key: String? = nil) -> Self { .init(.consoles, id.text, key) }
    static func zone(_ name: ZoneName, _ key: String? = nil) -> Self { .init(.zones, name.text, key) }
    static func approval(_ name: ApprovalName, _ key: String? = nil) -> Self { .init(.approvals, name.text, key) }
    static func floor(_ name: FloorName, _ key: String? = nil) -> Self { .init(.floors, name.text, key) }
    static func exception(_ name: ExceptionName, _ key: String? = nil) -> Self { .init(.exceptions, name.text, key) }
    static func watch(_ id: WatchRuleID, _ key: String? = nil) -> Self { .init(.watch, id.text, key) }
    static func rule(_ id: RuleID, _ key: String? = nil) -> Self { .init(.rules, id.text, key) }
}

extension PolicyDefect: CustomStringConvertible {
    public var description: String {
        switch what {
        case .unknownName(let name, let known):
            "'\(name)' is not defined; defined are: " + (known.isEmpty ? "none" : known.joined(separator: ", "))
        case .gradeMissing: "grade '\(place.id)' has no limits; all of open, sensitive and classified must be there"
        case .duplicate: "'\(place.id)' is defined twice"
        case .hostTaken(let console): "the host belongs to console '\(console)' already; a host names one console"
        case .tooMany(let limit): "more than \(limit) of a kind"
        case .notPositive: "must be more than nothing"
        case .aboveFloor(let ceiling): "looser than the profile permits; at most \(ceiling)"
        case .belowFloor(let minimum): "looser than the profile permits; at least \(minimum)"
        case .looserThan(let grade): "looser than grade '\(grade.rawValue)', which is less sensitive"
        case .excludesItself: "a role cannot exclude itself"
        case .externalAndSpecial:
            "a role of kind external cannot be one of special-purpose accounts: nobody from outside holds such rights"
        case .emptyList: "an empty list can never hold; leave the key out or list something"
        case .noSecondFactor(let console, let grade):
            "console '\(console)' counts as \(grade.rawValue), so the rule must ask for totp, webauthn, second or strong"
        case .servicesAmongPeople(let roles):
            "roles of kind service need rules of their own: \(roles.map(\.text).joined(separator: ", "))"
        case .serviceAtClassified(let console):
            "console '\(console)' counts as classified, where no service comes in"
        case .wildcardForRole(let role, let path):
            "role '\(role)' may not use wildcards (wildcard_paths), but a path is '\(path)'"
        case .cacheableAboveOpen(let grade):
            "only consoles of grade open may keep answers in caches; this one counts as \(grade.rawValue)"
        case .residency(let tag, let country, let region):
            "residency: tag '\(tag)' keeps it in \(country), and region '\(region)' is not \(country) or a part of it (\(country)-…)"
        case .demanded(let key, let tag): "tag '\(tag)' needs '\(key)'"
        case .oneKeyTwice(let key): "both keys are '\(key)'; double encryption takes two"
        case .upstreamWithoutTLS(let url): "the contract asks for TLS (min_tls, min_cipher_bits), and '\(url)' has none"
        case .methodAlwaysRefused: "TRACE and CONNECT are always refused; naming them has no effect"
        case .builtIn: "'\(place.id)' is built in: it means a running partner grant and cannot be defined"
        case .asksForNothing: "'\(place.id)' asks for nothing"
        case .approversFromOutside(let role): "role '\(role)' is not of kind member: approvers are our own people"
        case .tooManyApprovers(let limit): "more than \(limit) approvers"
        case .weakerThanFloor(let floor, let asked): "weaker than floor '\(floor)', which asks for \(asked)"
        case .exceptionTooLong(let days): "lasts longer than \(days) days after its start (defaults.max_exception_days)"
        case .endsBeforeItBegins: "ends before it begins"
        case .nothingToRelax(let rule): "rule '\(rule)' has nothing of the kind that could be relaxed"
        case .contradicts(let rule):
            "matches requests that rule '\(rule)' matches too, but they have no zone or no window in common: policy_conflict"
        case .notALadder:
            "the steps of a ladder, each harder than the one before: "
                + WatchMeasure.allCases.map(\.rawValue).joined(separator: ", ")
        }
    }
}
