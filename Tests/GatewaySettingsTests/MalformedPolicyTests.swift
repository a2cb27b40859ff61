import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Glibc
import Testing

/// `Tests/Corpus/policies`: a sound policy in `base`, and below the name of one of its files what can be wrong with that file.
///
/// `expected.txt` holds what is said of each. A changed sentence shows there, and is read by whoever reviews it.
@Suite struct `A malformed policy` {
    private static let folder = "Tests/Corpus/policies"
    private let reader: PolicyReader
    private let base: [SettingsFile]

    init() throws {
        let gate = try #require(HostName("gate.gw.localhost"))
        let site = PolicySite(domain: try #require(HostName("gw.localhost")), ownHosts: [gate])
        reader = PolicyReader(site: site, digest: testDigest)
        base = try ["grades", "roles", "zones", "consoles", "rules", "terms", "tests/sentences"].map {
            SettingsFile(name: $0 + ".yaml", text: try Repository.text("\(Self.folder)/base/\($0).yaml"))
        }
    }

    @Test func `is malformed by itself: the base it is put into is sound`() throws {
        #expect(try complaints(of: base) == [])
    }

    @Test func `is refused in one sentence or a few, each with its place, none without help`() throws {
        let cases = try Self.cases()
        #expect(cases.count >= 250)
        let said = try cases.flatMap { name in try complaints(in: name).map { "\(name): \($0)" } }
        let expected = try Repository.text(Self.folder + "/expected.txt").split(separator: "\n").map(String.init)
        for change in said.difference(from: expected) {
            switch change {
            case .insert(_, let line, _): Issue.record("+ \(line)")
            case .remove(_, let line, _): Issue.record("- \(line)")
            }
        }
        #expect(Set(expected.map { $0.prefix { $0 != ":" } }).count == cases.count, "some file was accepted")
    }

    @Test func `is refused when it is larger than any policy`() throws {
        let zones = base[2]
        let long = SettingsFile(name: zones.name, text: zones.text + "# " + String(repeating: "x", count: 1 << 20))
        #expect(
            try complaints(of: base.map { $0.name == long.name ? long : $0 }) == [
                "zones.yaml:1:1: is larger than 1048576 bytes"
            ])
    }

    @Test(arguments: NoFile.allCases, ["x.yaml", "tests/x.yaml"])
    fileprivate func `is refused when it is no file, and nobody waits for it`(kind: NoFile, name: String) throws {
        let folder = try TemporaryPolicy(base)
        #expect(try reader.read(directory: folder.path).failingTests.isEmpty)
        #expect(kind.make(at: folder.path + "/" + name) == 0)
        let problems = try #require(throws: SettingsProblems.self) { try reader.read(directory: folder.path) }
        #expect(
            problems.all.map { folder.relative($0.description) } == [
                "\(name):1:1: cannot be read; expected a file that this user may read"
            ])
    }

    /// `rules/rule-id-twice`, in the order of their names.
    private static func cases() throws -> [String] {
        let files = FileManager.default
        return try ["grades", "roles", "zones", "consoles", "rules", "sentences", "terms"].flatMap { folder in
            try files.contentsOfDirectory(atPath: "\(Repository.root)/\(Self.folder)/\(folder)").sorted().map {
                "\(folder)/\($0.dropLast(".yaml".count))"
            }
        }
    }

    private func complaints(in name: String) throws -> [String] {
        let stem = name.prefix { $0 != "/" }
        let target = (stem == "sentences" ? "tests/" : "") + stem + ".yaml"
        let bytes = try #require(FileManager.default.contents(atPath: "\(Repository.root)/\(Self.folder)/\(name).yaml"))
        let folder = try TemporaryPolicy(base)
        try #require(FileManager.default.createFile(atPath: folder.path + "/" + target, contents: bytes))
        do throws(SettingsProblems) {
            return try reader.read(directory: folder.path).failingTests.map { folder.relative($0.description) }
        } catch {
            return error.all.map { folder.relative($0.description) }
        }
    }

    private func complaints(of files: [SettingsFile]) throws -> [String] {
        do throws(SettingsProblems) {
            return try reader.read(
                files.filter { !$0.name.hasPrefix("tests/") }, tests: files.filter { $0.name.hasPrefix("tests/") },
                directory: "/p"
            ).failingTests.map(\.description)
        } catch {
            return error.all.map(\.description)
        }
    }
}

/// What can have the name of a file and is none.
private enum NoFile: CaseIterable {
    case pipe, folder, linkToItself, endlessDevice, linkToNothing

    func make(at path: String) -> Int32 {
        switch self {
        case .pipe: mkfifo(path, 0o600)
        case .folder: mkdir(path, 0o700)
        case .linkToItself: symlink("x.yaml", path)
        case .endlessDevice: symlink("/dev/zero", path)
        case .linkToNothing: symlink("nowhere", path)
        }
    }
}

/// A policy in a folder of its own, which goes when it does.
private final class TemporaryPolicy {
    let path: String

    init(_ files: [SettingsFile]) throws {
        path = FileManager.default.temporaryDirectory.path + "/policy-\(UInt64.random(in: .min ... .max))"
        try FileManager.default.createDirectory(atPath: path + "/tests", withIntermediateDirectories: true)
        for file in files {
            try #require(
                FileManager.default.createFile(atPath: path + "/" + file.name, contents: Data(file.text.utf8)))
        }
    }

    deinit {
        do { try FileManager.default.removeItem(atPath: path) } catch { Issue.record("\(error)") }
    }

    /// Without the folder, and without lists of keys: those grow with the vocabulary.
    func relative(_ complaint: String) -> String {
        let bare = complaint.replacing(path + "/", with: "")
        for tail in [" Known keys: ", "a mapping with the keys ", " is not one of no_client_cert"] {
            if let range = bare.firstRange(of: tail) { return String(bare[..<range.lowerBound]) + tail + "…" }
        }
        return bare
    }
}
