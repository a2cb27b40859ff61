internal import FoundationEssentials
internal import GatewayCrypto
public import GatewayIdentity
internal import GatewayPolicy
public import GatewayStore

/// What whoever approves a draft is shown, and signs: is it sound, what changes by it, whom it would shut out.
///
/// Its JSON has one spelling, so that its digest stands for all of it.
public struct PolicyExamination: Codable, Hashable, Sendable {
    /// As decisions would be recorded under it; `nil` when it cannot be read.
    public let policySHA256: String?
    public let consoles: Int
    public let rules: Int
    public let tests: Int
    /// Tests of what it is held against; `nil`: of nothing.
    public let testsBefore: Int?
    /// The version that changes and replay are told beside: the one in force, or the last that two people stand behind.
    public let beside: Int?
    public let defects: [String]
    public let failingTests: [String]
    public let warnings: [String]
    /// Beside the version that it would follow.
    public let changes: [PolicyAlteration]
    /// Consoles and tags whose grade it lowers: a security administrator approves that.
    public let lowered: [String]
    /// Who could not go on administering, and why.
    public let shutOut: [String]
    /// `nil`: not replayed. The approval signs that, too.
    public private(set) var replay: PolicyReplayReport?

    /// Lines of one kind that are kept; who has more to mend sees the rest after those.
    static let lineLimit = 500

    public var isSound: Bool { defects.isEmpty && failingTests.isEmpty && shutOut.isEmpty }

    /// What stands in the way, in the order in which it is to be mended.
    public var obstacles: [String] { defects + failingTests + shutOut }

    init(_ findings: PolicyFindings, beside version: Int?, shutOut: [String]) {
        policySHA256 = findings.snapshot?.sha256.hex
        consoles = findings.snapshot?.definition.consoles.count ?? 0
        rules = findings.snapshot?.definition.rules.count ?? 0
        tests = findings.tests
        testsBefore = findings.testsBefore
        beside = version
        defects = Array(findings.defects.prefix(Self.lineLimit))
        failingTests = Array(findings.failingTests.prefix(Self.lineLimit))
        warnings = Array((findings.unreadableBase + findings.warnings).prefix(Self.lineLimit))
        changes = findings.changes
        lowered = findings.lowered + findings.unreadableBase
        self.shutOut = shutOut
        replay = findings.replay
    }

    private enum CodingKeys: String, CodingKey {
        case consoles, rules, tests, beside, defects, warnings, changes, lowered, replay
        case testsBefore = "tests_before"
        case policySHA256 = "policy_sha256"
        case failingTests = "failing_tests"
        case shutOut = "shut_out"
    }

    /// The same with another report of its replay: for those who may not see whose requests were asked again.
    public func replacing(replay: PolicyReplayReport?) -> PolicyExamination {
        var other = self
        other.replay = replay
        return other
    }

    // MARK: Keeping

    func stored() throws -> StoredExamination {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let bytes = Array(try encoder.encode(self))
        return StoredExamination(
            report: String(decoding: bytes, as: UTF8.self), sha256: SHA256.digest(of: bytes), isSound: isSound)
    }

    public init(_ stored: StoredExamination) throws {
        self = try JSONDecoder().decode(Self.self, from: Data(stored.report.utf8))
    }
}

extension PolicyFindings {
    /// What cannot be compared may lower anything.
    var unreadableBase: [String] {
        guard let first = defectsOfBase.first else { return [] }
        return ["what it is held against cannot be read here, so nobody can tell what changes: \(first)"]
    }
}

/// What an approval stands for: these files, over this version, after this examination. Anything else is something else.
public enum PolicySeal {
    /// - Parameter base: the version that the draft would follow.
    public static func of(_ content: PolicyDraft.Content, over base: PolicyVersion) -> SHA256Digest {
        let lines = [
            "gwanmun policy approval 1", content.bundle.hex, String(base.number), base.bundle.hex,
            content.examination.sha256.hex,
        ]
        return SHA256.digest(of: Array(lines.joined(separator: "\n").utf8))
    }
}
