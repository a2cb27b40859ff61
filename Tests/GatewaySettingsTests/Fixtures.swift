import FoundationEssentials
import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import Testing

/// The repository, found from this file.
enum Repository {
    static let root = #filePath.split(separator: "/").dropLast(3).reduce("") { $0 + "/" + $1 }

    static func text(_ path: String) throws -> String {
        let bytes = try #require(FileManager.default.contents(atPath: root + "/" + path))
        return try #require(String(validating: bytes, as: UTF8.self))
    }
}

/// Tells different bytes apart, which is all that these tests ask of a digest (FNV-1a, four times over).
@Sendable func testDigest(_ bytes: [UInt8]) -> SHA256Digest {
    var words: [UInt64] = []
    for seed: UInt64 in 1...4 {
        words.append(bytes.reduce(0xcbf2_9ce4_8422_2325 ^ seed) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 })
    }
    return words.withUnsafeBytes { SHA256Digest($0) }
}

extension PolicySite {
    static func test(upstreams: [String: String] = [:]) throws -> PolicySite {
        var placed: [ConsoleID: ConsoleUpstreams] = [:]
        for (console, url) in upstreams { placed[ConsoleID(console)] = [try #require(UpstreamURL(url))] }
        return PolicySite(domain: try #require(HostName("gw.localhost")), upstreams: placed)
    }
}

/// A small policy that loads, in parts that a test can replace.
struct SmallPolicy {
    private let site: PolicySite

    init() throws { site = try .test() }

    var limits = """
        version: 1
        profile: nct-2025-04
        grades:
          open: {lockout: normal, idle: 30m, absolute: 12h, step_up: 12h, concurrent: 3, when_full: end_oldest, revocation_age: 24h}
          sensitive: {lockout: normal, idle: 15m, absolute: 8h, step_up: 60m, concurrent: 1, when_full: end_oldest, revocation_age: 4h}
          classified: {lockout: normal, idle: 10m, absolute: 4h, step_up: 15m, concurrent: 1, when_full: refuse, revocation_age: 1h}
        lockout:
          normal: {failures: 5, window: 15m, lock: 30m, disable: {failures: 10, window: 24h}}
        """
    var rest = """
        version: 1
        roles:
          staff: {kind: member}
        zones:
          internal: {cidr: [10.20.0.0/16]}
        windows:
          office: {days: [mon], hours: "08:00-19:00"}
        consoles:
          fab: {hosts: [fab], upstreams: ["http://127.0.0.1:7001"], owner: hong-41c2, manager: lee-90aa}
        rules:
          - {id: all, effect: allow, roles: [staff], consoles: [fab], paths: [/**], actions: [view], factors: [totp], zones: [internal], windows: [office]}
        """

    func load(also files: [SettingsFile] = [], tests: [SettingsFile] = []) throws(SettingsProblems) -> LoadedPolicy {
        let own = [SettingsFile(name: "limits.yaml", text: limits), SettingsFile(name: "rest.yaml", text: rest)]
        return try PolicyReader(site: site, digest: testDigest).read(own + files, tests: tests, directory: "/p")
    }

    /// What the load says, a line a problem; nothing when it loads.
    func complaints(also files: [SettingsFile] = [], tests: [SettingsFile] = []) -> [String] {
        do throws(SettingsProblems) {
            _ = try load(also: files, tests: tests)
            return []
        } catch {
            return error.all.map(\.description)
        }
    }

    func replacing(_ old: String, _ new: String) -> SmallPolicy {
        var copy = self
        precondition(limits.contains(old) || rest.contains(old), "\(old) is not there")
        copy.limits = limits.replacing(old, with: new)
        copy.rest = rest.replacing(old, with: new)
        return copy
    }
}

/// SplitMix64 (Steele, Lea, Flood 2014): the same sequence in every run.
struct SeededRandom: RandomNumberGenerator {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}
