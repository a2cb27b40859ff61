import GatewayIdentity
import GatewayPolicy
import GatewaySettings
import GatewayUpstreams
import Testing

@Suite struct `Upstreams of a console` {
    private static let written = #"upstreams: ["http://127.0.0.1:7001"]"#

    private func upstreams(_ text: String) throws -> ConsoleUpstreams {
        let policy = try SmallPolicy().replacing(Self.written, "upstreams: " + text)
        return try #require(try policy.load().snapshot.console(ConsoleID("fab"))).upstreams
    }

    private func url(_ text: String) throws -> UpstreamURL { try #require(UpstreamURL(text)) }

    @Test func `can be one address, or several, and nothing else needs saying`() throws {
        let first = try url("https://10.1.2.3:8443")
        let second = try url("https://build.internal")
        #expect(try upstreams(#""https://10.1.2.3:8443""#) == [first])
        #expect(try upstreams(#"["https://10.1.2.3:8443", "https://build.internal"]"#) == [first, second])
        #expect(
            try upstreams(#"["https://10.1.2.3:8443", {url: "https://build.internal", weight: 3}]"#).members
                == [.init(first), .init(second, weight: 3)])
    }

    @Test func `let names lead nowhere but to the public internet unless that is said`() throws {
        let usual: ConsoleUpstreams = [try url("https://build.internal")]
        #expect(!usual.allowsPrivate && usual.networks.isEmpty)
        let guarding = usual.addressGuard(for: usual.members[0])
        let inner = try #require(NetworkAddress("10.0.0.1"))
        #expect(throws: AddressRefusal.self) { try guarding.check(inner) }
    }

    @Test func `take every key`() throws {
        let text = """
            {members: [{url: "https://a.internal:8443", weight: 2}, "https://b.internal:8443"], sticky: session, allow_private: true,
                  networks: [10.1.0.0/16, "fd00:20::/32"], resolve: 5s,
                  health: {path: "/healthz?deep=1", interval: 4s, timeout: 1s, expect: [200, 204], rise: 1, fall: 2},
                  ejection: {failures: 3, rate: {percent: 25, window: 30s, requests: 50}, first: 5s, longest: 1m, share: 34, statuses: [502, 503]},
                  connections: {limit: 10, wait: 3s, waiting: 4}, retries: {tries: 2, share: 10}}
            """
        #expect(
            try upstreams(text)
                == ConsoleUpstreams(
                    members: [
                        .init(try url("https://a.internal:8443"), weight: 2), .init(try url("https://b.internal:8443")),
                    ],
                    stickiness: .session, allowsPrivate: true,
                    networks: [
                        try #require(CIDRBlock("10.1.0.0/16")), try #require(CIDRBlock("fd00:20::/32")),
                    ],
                    resolution: .seconds(5),
                    health: HealthCheckRules(
                        path: "/healthz?deep=1", interval: .seconds(4), timeout: .seconds(1), expected: [200, 204],
                        rise: 1, fall: 2),
                    ejection: EjectionRules(
                        failuresInARow: 3, rate: .init(percent: 25, window: .seconds(30), requests: 50),
                        first: .seconds(5), longest: .seconds(60), largestShare: 34, statuses: [502, 503]),
                    connections: ConnectionRules(limit: 10, wait: .seconds(3), waiting: 4),
                    retries: RetryRules(tries: 2, share: 10)))
    }

    @Test func `have words for what is not wanted`() throws {
        let off = try upstreams(
            #"{members: ["http://10.0.0.1"], ejection: off, retries: off, connections: {wait: none}}"#)
        #expect(off.ejection == nil)
        #expect(off.retries.tries == 1)
        #expect(off.connections.wait == .zero)
        #expect(try upstreams(#"{members: ["http://10.0.0.1"], ejection: {rate: off}}"#).ejection?.rate == nil)
    }

    @Test func `shorten usual times that what is written leaves no room for`() throws {
        let short = try upstreams(
            #"{members: ["http://10.0.0.1"], ejection: {longest: 2s}, health: {path: /, interval: 1s}}"#)
        #expect(short.ejection?.first == .seconds(2))
        #expect(short.health?.timeout == .seconds(1))
    }

    /// What stands in place of the address, and the whole complaint.
    @Test(arguments: [
        (
            #"{member: ["http://10.0.0.1"]}"#,
            [
                "rest.yaml:9:35: unknown key 'member' in upstreams. Did you mean 'members'? Known keys: members, sticky, allow_private, networks, resolve, health, ejection, connections, retries",
                "rest.yaml:9:34: upstreams needs 'members'",
            ]
        ),
        ("[]", ["rest.yaml:9:34: expected 1 to 64 addresses"]),
        (
            #"["http://a.example", "http://a.example:80"]"#,
            [
                "rest.yaml:9:55: 'http://a.example' is not new in this list; give it weight instead"
            ]
        ),
        (
            #"["http://0.0.0.0:80"]"#,
            [
                "rest.yaml:9:35: 'http://0.0.0.0' is not an address that a server can have: it is unspecified"
            ]
        ),
        (
            #"["http://[ff02::1]"]"#,
            [
                "rest.yaml:9:35: 'http://[ff02::1]' is not an address that a server can have: it is multicast"
            ]
        ),
        (#"[{url: "http://a.example", weight: 0}]"#, ["rest.yaml:9:69: '0' is not a whole number from 1 to 100"]),
        (#"[{weight: 2}]"#, ["rest.yaml:9:35: a member needs 'url'"]),
        (
            #"{members: ["http://a.example"], sticky: cookie}"#,
            [
                "rest.yaml:9:74: 'cookie' is not one of none, session"
            ]
        ),
        (
            #"{members: ["http://a.example"], networks: [10.0.0.1/8]}"#,
            [
                "rest.yaml:9:77: '10.0.0.1/8' is not a network such as 10.20.0.0/16, without host bits"
            ]
        ),
        (#"{members: ["http://a.example"], health: {interval: 5s}}"#, ["rest.yaml:9:74: health needs 'path'"]),
        (
            #"{members: ["http://a.example"], health: {path: healthz}}"#,
            [
                "rest.yaml:9:81: 'healthz' is not a path such as /healthz, of at most 256 printable ASCII characters without spaces"
            ]
        ),
        (
            #"{members: ["http://a.example"], health: {path: "/a\r\nHost: b"}}"#,
            [
                #"rest.yaml:9:81: '/a\r\nHost: b' is not a path such as /healthz, of at most 256 printable ASCII characters without spaces, on one line and without U+000D"#
            ]
        ),
        (
            #"{members: ["http://a.example"], health: {path: /, interval: 5s, timeout: 6s}}"#,
            [
                "rest.yaml:9:107: '6s' is not more than 0s and at most 5s"
            ]
        ),
        (
            #"{members: ["http://a.example"], ejection: {statuses: [404]}}"#,
            [
                "rest.yaml:9:88: '404' is not a whole number from 500 to 599"
            ]
        ),
        (
            #"{members: ["http://a.example"], ejection: {first: 10m}}"#,
            [
                "rest.yaml:9:84: '600s' is not more than 0s and at most 300s"
            ]
        ),
        (
            #"{members: ["http://a.example"], connections: 10}"#,
            [
                "rest.yaml:9:79: expected connections of a member: a mapping with the keys limit, wait, waiting"
            ]
        ),
        (
            #"{members: ["http://a.example"], retries: {tries: 1}}"#,
            [
                "rest.yaml:9:83: '1' is not a whole number from 2 to 10"
            ]
        ),
    ])
    func `say where they are wrong`(text: String, complaints: [String]) throws {
        let policy = try SmallPolicy().replacing(Self.written, "upstreams: " + text)
        #expect(policy.complaints().sorted() == complaints.sorted())
    }

    @Test func `have at most as many members as a set can hold`() throws {
        let addresses = (0...MemberSet.capacity).map { "\"http://10.0.0.\($0)\"" }
        #expect(try upstreams("[\(addresses.dropLast().joined(separator: ", "))]").members.count == 64)
        let policy = try SmallPolicy().replacing(Self.written, "upstreams: [\(addresses.joined(separator: ", "))]")
        #expect(policy.complaints() == ["rest.yaml:9:34: expected 1 to 64 addresses"])
    }

    @Test func `of the site take the place of the policy's, with all that belongs to them`() throws {
        var site = try PolicySite.test()
        site.upstreams[ConsoleID("fab")] = [try url("http://127.0.0.1:9")]
        let policy = try SmallPolicy().replacing(
            Self.written, #"upstreams: {members: ["https://a.example"], sticky: session}"#)
        let files = [
            SettingsFile(name: "limits.yaml", text: policy.limits), SettingsFile(name: "rest.yaml", text: policy.rest),
        ]
        let loaded = try PolicyReader(site: site, digest: testDigest).read(files, directory: "/p")
        #expect(loaded.snapshot.console(ConsoleID("fab"))?.upstreams == [try url("http://127.0.0.1:9")])
    }
}
