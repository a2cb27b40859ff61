internal import GatewayAudit
public import GatewayIdentity
public import GatewayPolicy

/// What of a policy was used, folded from recorded decisions: per rule by whom, where and how; per person, grant and approval when last.
///
/// Permits and step-ups count as use: whoever was asked for a factor was on the way. A record names one rule, the first of several; what that hides is
/// why `NarrowerPolicy` leaves rules alone that speak of the same requests. Memory is bounded by the policy and by the people, not by the records.
public struct UsageSketch: Sendable {
    /// From when until when it looks.
    public let period: ReviewPeriod
    public private(set) var rules: [RuleID: RuleUse] = [:]
    /// Last permitted request, by account.
    public private(set) var persons: [String: UnixTime] = [:]
    /// By account, then console.
    public private(set) var consoles: [String: [String: UnixTime]] = [:]
    /// By account, then name.
    public private(set) var approvals: [String: [String: UnixTime]] = [:]
    /// By account, then role: requests that a rule permitted which names it.
    public private(set) var roles: [String: [RoleName: UnixTime]] = [:]
    /// Sets of roles that one person was seen with.
    public private(set) var roleSets: Set<Set<RoleName>> = []
    public private(set) var decisions = 0
    /// Decisions by rules that the policy does not have: a policy before it made them.
    public private(set) var strangers = 0

    /// When the trail begins, where that was read.
    private var firstRecord: UnixTime?
    /// As much of the period as there are records of: what was used before them nobody knows.
    public var seen: ReviewPeriod {
        guard let firstRecord, firstRecord > period.from else { return period }
        return ReviewPeriod(name: period.name, from: min(firstRecord, period.to), to: period.to)
    }

    private let allowing: [String: Rule]
    private var lines = RecordLines()

    private static let mostPeople = 200_000
    private static let mostRoleSets = 10_000

    /// - Parameter definition: the policy whose rules are looked for.
    public init(of definition: PolicyDefinition, over period: ReviewPeriod) {
        self.period = period
        allowing = Dictionary(
            definition.rules.compactMap { rule in
                guard case .allow = rule.effect, !rule.isOnTrial else { return nil }
                return (rule.id.text, rule)
            }, uniquingKeysWith: { first, _ in first })
    }

    /// The next line of the trail.
    public mutating func take(_ bytes: UnsafeRawBufferPointer) {
        guard let line = lines.read(bytes) else { return }
        if line.number(.sequence) == 1 { firstRecord = line.time }
        take(line)
    }

    mutating func take(_ line: RecordLine) {
        guard let request = line.request, request.isDecision, period.contains(request.at),
            let account = line.text(.account)
        else { return }
        let answer = line.text(.decision)
        guard answer == Verdict.Answer.permit.rawValue || answer == Verdict.Answer.stepUp.rawValue else { return }
        decisions += 1
        let held = Set(line.list(.roles).map { RoleName($0) })
        if roleSets.count < Self.mostRoleSets { roleSets.insert(held) }
        if answer == Verdict.Answer.permit.rawValue { notePerson(line, account) }
        guard let name = line.text(.rule) else { return }
        guard let rule = allowing[name] else { return strangers += 1 }
        let used = held.filter { rule.target.roles.contains($0) }
        rules[rule.id, default: RuleUse(rule)].note(
            line, at: line.time, roles: used, console: line.text(.upstream), method: line.text(.method),
            path: line.text(.path))
        for role in used { later(&roles[account, default: [:]][role], line.time) }
    }

    private mutating func notePerson(_ line: RecordLine, _ account: String) {
        guard persons.count < Self.mostPeople || persons[account] != nil else { return }
        later(&persons[account], line.time)
        if let console = line.text(.upstream) { later(&consoles[account, default: [:]][console], line.time) }
        for name in line.approvals { later(&approvals[account, default: [:]][name], line.time) }
    }
}

private func later(_ time: inout UnixTime?, _ new: UnixTime) {
    if time.map({ $0 < new }) ?? true { time = new }
}

/// What of one rule was used.
public struct RuleUse: Sendable {
    public private(set) var requests = 0
    public private(set) var last: UnixTime?
    public private(set) var roles: Set<RoleName> = []
    public private(set) var consoles: Set<ConsoleID> = []
    public private(set) var methods: Set<RequestMethod> = []
    /// Of each of the rule's patterns, in their order.
    public private(set) var paths: [PathUse]

    init(_ rule: Rule) { paths = rule.target.paths.map { PathUse($0) } }

    mutating func note(
        _ line: RecordLine, at time: UnixTime, roles used: Set<RoleName>, console: String?, method: String?,
        path: String?
    ) {
        requests += 1
        if last.map({ $0 < time }) ?? true { last = time }
        roles.formUnion(used)
        if let console { consoles.insert(ConsoleID(console)) }
        if let method { methods.insert(RequestMethod(method)) }
        do throws(CanonicalPath.Problem) {
            let path = try CanonicalPath(path ?? "")
            for index in paths.indices { paths[index].note(path) }
        } catch {
            // What cannot be read could be any of them.
            for index in paths.indices { paths[index].isUnclear = true }
        }
    }
}

/// What of one pattern was used: which folders below it, as long as they are few.
public struct PathUse: Sendable {
    /// More folders than this are no narrower rule that anybody would read.
    public static let mostFolders = 8

    public let pattern: PathPattern
    public private(set) var requests = 0
    /// The first segments behind the pattern's own.
    public private(set) var folders: Set<String> = []
    /// Paths that are the pattern's own folder.
    public private(set) var own: Set<String> = []
    /// Something came that no narrower pattern is made from.
    public var isUnclear = false

    init(_ pattern: PathPattern) { self.pattern = pattern }

    mutating func note(_ path: CanonicalPath) {
        guard path.withBytes({ pattern.matches($0) }) else { return }
        requests += 1
        guard pattern.includesSubtree, !isUnclear, folders.count <= Self.mostFolders else { return }
        let depth = pattern.text.split(separator: "/").count - 1
        let segments = path.decoded.dropFirst().split(separator: "/", omittingEmptySubsequences: false)
        guard segments.count > depth, !segments[depth].isEmpty else {
            own.insert(path.decoded)
            return
        }
        folders.insert(String(segments[depth]))
    }

    public var isUsed: Bool { requests > 0 || isUnclear }

    /// The patterns that are enough for what was used; the pattern itself where none is narrower.
    public var narrowed: [PathPattern] {
        guard pattern.includesSubtree, !isUnclear, folders.count <= Self.mostFolders,
            !pattern.text.dropLast(2).contains("*")
        else { return [pattern] }
        let base = String(pattern.text.dropLast(3))
        var patterns: [PathPattern] = []
        do throws(PathPattern.Problem) {
            for path in own.sorted() { patterns.append(try PathPattern(path)) }
            for folder in folders.sorted() {
                // A star in a path is no wildcard, and would be one in a pattern.
                guard !folder.contains("*") else { return [pattern] }
                patterns.append(try PathPattern("\(base)/\(folder)/**"))
            }
        } catch {
            return [pattern]
        }
        return patterns.isEmpty ? [pattern] : patterns
    }
}
