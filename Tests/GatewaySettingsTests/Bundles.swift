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
        var placed: [ConsoleID: [UpstreamURL]] = [:]
        for (console, url) in upstreams { placed[ConsoleID(console)] = [try #require(UpstreamURL(url))] }
        return PolicySite(domain: try #require(HostName("gw.localhost")), upstreams: placed)
    }
}

@Suite struct `The policies that come with the program` {
    private static let demoUpstreams = ["notice": "http://127.0.0.1:7001", "build": "http://127.0.0.1:7001", "fab": "http://127.0.0.1:7001"]

    @Test func `load, without a warning, and pass their tests`() throws {
        let starter = try PolicyReader(site: .test(), digest: testDigest).read(directory: Repository.root + "/Policies")
        #expect(starter.warnings == [])
        #expect(starter.tests.count >= 15)
        for failure in starter.failingTests { Issue.record("\(failure)") }
    }

    @Test func `load for the demo, with upstreams from the site`() throws {
        let site = try PolicySite.test(upstreams: Self.demoUpstreams)
        let demo = try PolicyReader(site: site, digest: testDigest).read(directory: Repository.root + "/Policies/demo")
        #expect(demo.warnings == [])
        #expect(demo.tests.count >= 10)
        for failure in demo.failingTests { Issue.record("\(failure)") }
        #expect(demo.snapshot.console(atHost: "fab.gw.localhost")?.id == ConsoleID("fab"))
        #expect(demo.snapshot.grade(of: ConsoleID("fab")) == .classified)
        #expect(demo.snapshot.console(ConsoleID("build"))?.upstreams.first?.description == "http://127.0.0.1:7001")
    }

    @Test func `are the ones that the demo writes`() throws {
        #expect(DemoPolicy.files.count == 6)
        for file in DemoPolicy.files {
            #expect(try file.text == Repository.text("Policies/demo/" + file.name), "\(file.name)")
        }
    }
}
