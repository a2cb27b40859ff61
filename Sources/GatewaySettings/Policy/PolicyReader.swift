import FoundationEssentials
public import GatewayIdentity
public import GatewayPolicy
public import GatewayWatch

/// Reads a policy: a folder of `*.yaml` with `tests/*.yaml` below it. Sections can be spread over the files as the author likes.
///
/// All of it or nothing: whatever is wrong anywhere is collected and thrown together.
public struct PolicyReader: Sendable {
    private let site: PolicySite
    private let digest: @Sendable ([UInt8]) -> SHA256Digest

    /// - Parameter digest: SHA-256, from the crypto engine.
    public init(site: PolicySite, digest: @escaping @Sendable ([UInt8]) -> SHA256Digest) {
        self.site = site
        self.digest = digest
    }

    /// - Parameter path: the folder. Names of files inside the policy are relative to it.
    public func read(directory path: String) throws(SettingsProblems) -> LoadedPolicy {
        try read(Self.bundle(directory: path), directory: path)
    }

    /// The files of a policy's folder as they are, before anything is made of them.
    public static func bundle(directory path: String) throws(SettingsProblems) -> PolicyBundle {
        let log = ProblemLog()
        let files = files(in: path, isRequired: true, log) + Self.files(in: path + "/tests", isRequired: false, log)
        try log.throwIfAny()
        do throws(PolicyBundleProblem) {
            return try PolicyBundle(files.map { $0.inBundle(of: path) })
        } catch {
            throw SettingsProblems([
                SettingsProblem(.defect(error.description), at: SourcePosition(file: path, line: 1, column: 1))
            ])
        }
    }

    /// - Parameter directory: what names of files inside the policy are relative to; errors name its files below it.
    public func read(_ bundle: PolicyBundle, directory: String) throws(SettingsProblems) -> LoadedPolicy {
        func named(_ files: [PolicyBundle.File]) -> [SettingsFile] {
            files.map { SettingsFile(name: directory + "/" + $0.name, text: $0.text) }
        }
        return try read(named(bundle.rules), tests: named(bundle.tests), directory: directory)
    }

    /// The same from texts, for a policy that is in no folder.
    ///
    /// - Parameter directory: what names of files inside the policy are relative to.
    public func read(_ files: [SettingsFile], tests: [SettingsFile] = [], directory: String) throws(SettingsProblems)
        -> LoadedPolicy
    {
        let log = ProblemLog()
        var sections = PolicySections(site: site, directory: directory, log: log)
        for file in files.sorted(by: { $0.name < $1.name }) { sections.read(file) }
        let definition = sections.finish()
        let cases = tests.sorted { $0.name < $1.name }.map { PolicyTestFile.read($0, log: log) }
        try log.throwIfAny()
        do throws(PolicyDefects) {
            let hash = digest(Self.canonicalBytes(of: files, in: directory))
            let snapshot = try PolicySnapshot(compiling: definition, sha256: hash)
            let warnings = snapshot.warnings.map { sections.problem(for: $0) }
            return LoadedPolicy(
                snapshot: snapshot, warnings: warnings, tests: cases.flatMap(\.tests),
                watchTests: cases.flatMap(\.watch),
                sections: sections)
        } catch {
            throw SettingsProblems(error.all.map { sections.problem(for: $0) })
        }
    }

    /// Names are relative to the policy's folder: wherever the same policy lies, it is the same policy.
    private static func canonicalBytes(of files: [SettingsFile], in directory: String) -> [UInt8] {
        PolicyBundle.canonicalBytes(of: files.map { $0.inBundle(of: directory) })
    }

    private static func files(in path: String, isRequired: Bool, _ log: ProblemLog) -> [SettingsFile] {
        let position = SourcePosition(file: path, line: 1, column: 1)
        var isFolder = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            if isRequired { log.report(.unreadable, at: position) }
            return []
        }
        let names: [String]
        do {
            names = try FileManager.default.contentsOfDirectory(atPath: path).filter { !$0.hasPrefix(".") }.sorted()
        } catch {
            log.report(.unreadable, at: position)
            return []
        }
        for name in names where name.hasSuffix(".yml") {
            log.report(.wrongExtension, at: .init(file: path + "/" + name, line: 1, column: 1))
        }
        let files = names.filter { $0.hasSuffix(".yaml") }.compactMap {
            SettingsFile.read(path: path + "/" + $0, name: path + "/" + $0, log: log)
        }
        if isRequired, files.isEmpty { log.report(.nothingThere, at: position) }
        return files
    }
}

extension SettingsFile {
    fileprivate func inBundle(of directory: String) -> PolicyBundle.File {
        let folder = directory + "/"
        return .init(name: name.hasPrefix(folder) ? String(name.dropFirst(folder.count)) : name, text: text)
    }
}

/// A policy ready for use, with the tests that came with it.
public struct LoadedPolicy: Sendable {
    public let snapshot: PolicySnapshot
    /// What is allowed but probably not meant.
    public let warnings: [SettingsProblem]
    let tests: [LocatedTest]
    let watchTests: [LocatedWatchTest]
    private let unlabelled: Set<ConsoleID>
    private let positions: PolicyPositions

    init(
        snapshot: PolicySnapshot, warnings: [SettingsProblem], tests: [LocatedTest], watchTests: [LocatedWatchTest],
        sections: PolicySections
    ) {
        self.snapshot = snapshot
        self.warnings = warnings
        self.tests = tests
        self.watchTests = watchTests
        unlabelled = sections.unlabelled
        positions = sections.positions
    }

    /// What is allowed and probably not meant, with its place.
    ///
    /// - Parameters:
    ///   - people: the accounts there are; `nil`: not known here.
    ///   - now: for what runs out; `nil`: whatever the day.
    public func doubts(people: Set<String>? = nil, at now: UnixTime? = nil) -> [LocatedDoubt] {
        located(PolicyLint(snapshot, unlabelled: unlabelled, people: people).doubts)
            + (now.map { calendarDoubts(at: $0) } ?? [])
    }

    /// What is running out, or has: holidays that are not listed, contracts, attestations.
    public func calendarDoubts(at now: UnixTime) -> [LocatedDoubt] { located(snapshot.calendarDoubts(at: now)) }

    private func located(_ doubts: [PolicyDoubt]) -> [LocatedDoubt] {
        doubts.map { LocatedDoubt(doubt: $0, position: positions.position(of: $0.place)) }
    }

    public var testCount: Int { tests.count + watchTests.count }

    /// The tests that came with the policy, by file and name: `roles.yaml: staff read notices`.
    public var testsByPlace: [String: PolicyTest] {
        Dictionary(
            tests.map { (Self.place($0.test.name, $0.position), $0.test) }, uniquingKeysWith: { first, _ in first })
    }

    /// Those of the watch rules, likewise.
    public var watchTestsByPlace: [String: WatchTest] {
        Dictionary(
            watchTests.map { (Self.place($0.test.name, $0.position), $0.test) }, uniquingKeysWith: { first, _ in first }
        )
    }

    private static func place(_ test: String, _ position: SourcePosition) -> String {
        "\(position.file.split(separator: "/").last ?? ""): \(test)"
    }

    /// The tests that the policy does not pass, each with its place, what it expects and what the answer is. A policy with any is not to be taken
    /// into use.
    public var failingTests: [SettingsProblem] {
        tests.compactMap { located in
            located.test.disagreement(with: snapshot).map {
                SettingsProblem(.failingTest($0.description), at: located.position)
            }
        }
            + watchTests.compactMap { located in
                located.test.disagreement(with: snapshot).map {
                    SettingsProblem(.failingTest($0), at: located.position)
                }
            }
    }
}

/// A doubt, and where in the files it arose.
public struct LocatedDoubt: Hashable, Sendable {
    public let doubt: PolicyDoubt
    public let position: SourcePosition
}

struct LocatedTest: Sendable {
    let test: PolicyTest
    let position: SourcePosition
}
