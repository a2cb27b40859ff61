import GatewayAudit
import GatewayIdentity
import GatewayLimits
import GatewayPolicy
import GatewaySIEM
import GatewaySettings
import GatewayTime
import Testing

@Suite struct `The configuration` {
    private static let minimal = """
        version: 1
        site:
          domain: gw.localhost
          organisation: {ko: 관문, en: Gwanmun}
          contact: {ko: 보안팀 1234, en: "security team, ext. 1234"}
        listen:
          gate: 127.0.0.1:8443
          desk: "[::1]:9443"
        tls:
          certificates:
            - {names: ["*.gw.localhost"], chain: pki/server.pem, key: /etc/gwanmun/server.key}
        clients:
          trust: [pki/ca.pem]
          crls: pki/crls
        """

    private func read(_ text: String) throws(SettingsProblems) -> GatewayConfiguration {
        try ConfigurationReader.read(SettingsFile(name: "gwanmun.yaml", text: text), directory: "/srv/g")
    }

    private func complaints(_ old: String, _ new: String) -> [String] {
        precondition(Self.minimal.contains(old))
        do throws(SettingsProblems) {
            _ = try read(Self.minimal.replacing(old, with: new))
            return []
        } catch {
            return error.all.map(\.description)
        }
    }

    @Test func `needs little, and takes safe defaults for the rest`() throws {
        let configuration = try read(Self.minimal)
        #expect(configuration.site.gate.text == "gate.gw.localhost")
        #expect(configuration.site.desk.text == "desk.gw.localhost")
        #expect(configuration.site.language == .korean)
        #expect(configuration.listen.gate.address.description == "127.0.0.1:8443")
        #expect(configuration.listen.desk.address.description == "[::1]:9443")
        #expect(configuration.listen.ops.description == "127.0.0.1:9901")
        #expect(configuration.tls.certificates[0].chain == "/srv/g/pki/server.pem")
        #expect(configuration.tls.certificates[0].key == "/etc/gwanmun/server.key")
        #expect(configuration.clients.demand == .explain)
        #expect(configuration.clients.profile == .init())
        #expect(configuration.clients.profile.allowsAbsentExtendedKeyUsage == false)
        #expect(configuration.clients.profile.clockSkew == .seconds(60))
        #expect(configuration.places.store == "/srv/g/data/gwanmun.sqlite")
        #expect(configuration.places.controlSocket == "/srv/g/data/control.sock")
        #expect(configuration.brokenTrail == .refuse)
        #expect(configuration.limits == ConnectionLimits())
        #expect(configuration.limits.sourceFailures == .normal)
        #expect(configuration.warnings.webhook == nil)
        #expect(configuration.threads == nil)
        #expect(configuration.policySite.domain == configuration.site.domain)
        #expect(configuration.policySite.ownHosts == [configuration.site.gate, configuration.site.desk])
    }

    @Test func `takes every key`() throws {
        let configuration = try read(
            Self.minimal.replacing(
                "domain: gw.localhost\n",
                with: "domain: gw.localhost\n  gate: login.example\n  desk: admin\n  public_port: 443\n"
                    + "  desk_public_port: 8444\n  language: en\n"
            )
                + """

                  intermediates: [pki/sub.pem]
                  demand: strict
                  profile: {eku_absent_ok: true, policy_oids: [1.2.410.200005.1.1.4], min_rsa_bits: 3072, min_ec_bits: 384, clock_skew: 30s}
                store: s.sqlite
                key_file: k
                audit: a
                audit_broken: set_aside
                policies: p
                control_socket: /run/g.sock
                limits:
                  {connections: 10, connections_per_source: 5, handshakes: 3, memory: 512MiB, handshake_time: 1s, header_time: 2s, body_time: 3s, keep_alive_time: 4s,
                   head_size: 8192, head_fields: 50, source_failures: {failures: 3, window: 1m, block: 2m}, drain_notice: 4s, drain_time: 5s,
                   http2: {concurrent_streams: 250, stream_window: 65535, connection_window: 131072, header_list: 65536, header_fields: 200,
                           continuations: 4, queued_frames: 500, stall_time: 10s, resets: {burst: 1, per_second: 2},
                           pings: {burst: 3, per_second: 4}, settings: {burst: 5, per_second: 6}, priorities: {burst: 7, per_second: 8},
                           window_updates: {burst: 9, per_second: 10}, empty_data: {burst: 11, per_second: 12},
                           ignored_frames: {burst: 13, per_second: 14}}}
                warnings:
                  {webhook: {url: "https://siem.example/hook?x=1", key_file: h.key}, spool: spool, officer_language: en,
                   mail: {program: /usr/bin/msmtp, arguments: [-t], from: gw@example.kr, officers: [ciso@example.kr]},
                   syslog: {server: "tls://siem.example", ca: ca.pem, certificate: c.pem, key: c.key},
                   working_hours: {days: [mon, tue], from: "09:00", to: "18:30"}}
                pam: {service: gw, folder: pam.d, helper: /opt/gwanmun-pam, user: "x-{account}@y", helpers: 3, waiting: 4, patience: 5s,
                      refusal_time: 6s, open_logins: 7, open_time: 8s}
                threads: 2
                upstreams: {fab: ["http://127.0.0.1:7001", "http://127.0.0.1:7002"]}
                """.replacing("\n                ", with: "\n").replacing("                  ", with: "  "))
        #expect(configuration.site.gate.text == "login.example")
        #expect(configuration.site.desk.text == "admin.gw.localhost")
        #expect(configuration.site.publicPort == 443)
        #expect(configuration.site.deskPublicPort == 8444)
        #expect(configuration.clients.demand == .strict)
        #expect(configuration.clients.profile.policies == ["1.2.410.200005.1.1.4"])
        #expect(configuration.clients.profile.minimumCurveBits == 384)
        #expect(configuration.places.controlSocket == "/run/g.sock")
        #expect(configuration.places.policies == "/srv/g/p")
        #expect(configuration.brokenTrail == .setAside)
        #expect(configuration.limits.headSize == 8192)
        #expect(configuration.limits.memory == 512 << 20)
        #expect(configuration.limits.drainNotice == .seconds(4))
        #expect(
            configuration.limits.sourceFailures == SourceLimits(failures: 3, window: .seconds(60), block: .seconds(120))
        )
        let http2 = configuration.limits.http2
        #expect(http2.concurrentStreams == 250 && http2.streamWindow == 65_535 && http2.connectionWindow == 131_072)
        #expect(http2.headerList == 65_536 && http2.headerFields == 200 && http2.continuations == 4)
        #expect(http2.queuedFrames == 500 && http2.stallTime == .seconds(10))
        let rates = [
            http2.resets, http2.pings, http2.settings, http2.priorities, http2.windowUpdates, http2.emptyData,
            http2.ignoredFrames,
        ]
        #expect(rates.flatMap { [$0.burst, $0.perSecond] } == Array(1...14))
        #expect(configuration.warnings.webhook?.endpoint.description == "https://siem.example/hook?x=1")
        let warnings = configuration.warnings
        #expect(warnings.spool == "/srv/g/spool" && warnings.officerLanguage == .english)
        #expect(warnings.mail?.program == "/usr/bin/msmtp" && warnings.mail?.arguments == ["-t"])
        #expect(warnings.mail?.officers.map(\.text) == ["ciso@example.kr"])
        #expect(warnings.syslog?.server.description == "tls://siem.example:6514")
        #expect(warnings.syslog?.identity?.key == "/srv/g/c.key")
        #expect(warnings.workingHours.days == [.monday, .tuesday])
        #expect(configuration.upstreams[ConsoleID("fab")]?.members.count == 2)
        let pam = try #require(configuration.pam)
        #expect(pam.service.value == "gw" && pam.folder?.value == "/srv/g/pam.d")
        #expect(pam.helper?.value == "/opt/gwanmun-pam" && pam.user.user(for: "kim-7f3a") == "x-kim-7f3a@y")
        #expect(pam.helpers == 3 && pam.waiting == 4 && pam.patience == .seconds(5) && pam.refusalTime == .seconds(6))
        #expect(pam.openLogins == 7 && pam.openTime == .seconds(8))
        #expect(pam.service.position.line > 1 && pam.service.position.column == 16)
    }

    @Test func `knows no password unless it is told who does`() throws {
        #expect(try read(Self.minimal).pam == nil)
    }

    @Test(arguments: [
        "{}", "{service: ../login}", "{service: Login}", "{service: \"\"}", "{service: gw, user: kim}",
        "{service: gw, user: \"{account}{account}\"}", "{service: gw, user: \"a {account}\"}",
        "{service: gw, helpers: 0}",
        "{service: gw, patience: 5m}", "{service: gw, open_time: 1h}", "{service: gw, services: x}",
    ])
    func `has no PAM that cannot be`(pam: String) throws {
        #expect(throws: SettingsProblems.self) { try read(Self.minimal + "\npam: \(pam)\n") }
    }

    @Test func `keeps keys in a file, in a token, or in both on the way from one to the other`() throws {
        let usual = try read(Self.minimal)
        #expect(usual.places.keyFile == "/srv/g/data/gwanmun.key")
        #expect(usual.keys == KeySettings())

        let token =
            "keys: {rotate_after: 90d, token: {module: /usr/lib/p11.so, token: gw, pin_file: pin, patience: 1s}}\n"
        let moved = try read(Self.minimal + "\n" + token)
        #expect(moved.places.keyFile == nil)
        #expect(moved.keys.rotateAfter == .seconds(90 * 86400))
        #expect(moved.keys.token?.module == "/usr/lib/p11.so")
        #expect(moved.keys.token?.pinFile == "/srv/g/pin")
        #expect(moved.keys.token?.keyLabel == "gwanmun-kek")
        #expect(moved.keys.token?.patience == .seconds(1))
        #expect(try read(Self.minimal + "\nkey_file: old.key\n" + token).places.keyFile == "/srv/g/old.key")
    }

    @Test(arguments: [
        "[]", "{rotate_after: 4000d}", "{lease: 0s}", "{lease: 2d}", "{token: {}}", "{token: gw}", "{pin: 1234}",
        "{token: {module: m, token: gw}}", "{token: {module: m, token: gw, pin: 1234, pin_file: p}}",
        "{token: {module: m, token: \"\", pin_file: p}}", "{token: {module: m, token: gw, pin_file: p, patience: 2m}}",
        "{token: {module: m, token: gw, pin_file: p, key: a-label-of-more-than-thirty-two-bytes}}",
    ])
    func `has no keys where none can be`(keys: String) throws {
        #expect(throws: SettingsProblems.self) { try read(Self.minimal + "\nkeys: \(keys)\n") }
    }

    /// T63: what names people leaves the machine inside TLS alone.
    @Test(arguments: [
        ("tls://siem.example.kr", "tls://siem.example.kr:6514"), ("tls://10.1.2.3:443", "tls://10.1.2.3:443"),
        ("tls://[::1]:7000", "tls://[::1]:7000"), ("udp://127.0.0.1", "udp://127.0.0.1:514"),
        ("tcp://localhost:1514", "tcp://localhost:1514"), ("udp://siem.example.kr", nil), ("tcp://10.1.2.3:601", nil),
        ("http://127.0.0.1", nil), ("tls://", nil), ("tls://siem.example.kr/path", nil), ("siem.example.kr", nil),
    ])
    func `sends syslog over TLS, and plainly to this machine alone`(text: String, read: String?) {
        #expect(SyslogServer(text)?.description == read)
    }

    @Test func `names who gets the records, and whom the clock is held against`() throws {
        let configuration = try read(
            Self.minimal
                + """

                siem:
                  soc: {syslog: "tls://siem.example", ca: ca.pem, certificate: c.pem, key: k.pem, format: cef, enterprise: 9,
                        name: log.example, types: [lock, login_ok], minimum_severity: warning, grades: [classified], language: en}
                  lake: {otlp: "https://collector.example:4318", authorization_file: token}
                  disk: {file: /var/log/r.jsonl}
                clock: {sources: [kernel, "ntp://ntp.example", "ntp://[::1]:1123"], warn: 500ms, deny: 1s, every: 30s}
                """.replacing("\n                ", with: "\n"))
        let receivers = configuration.siem.receivers
        #expect(receivers.map(\.name) == ["soc", "lake", "disk"] && configuration.siem.positions == "/srv/g/data/siem")
        guard case .syslog(let syslog) = receivers[0].way, case .otlp(let otlp) = receivers[1].way else {
            Issue.record("\(receivers)")
            return
        }
        #expect(syslog.server.description == "tls://siem.example:6514" && syslog.name == "log.example")
        #expect(syslog.papers == .init(trust: "/srv/g/ca.pem", chain: "/srv/g/c.pem", key: "/srv/g/k.pem"))
        #expect(syslog.payload == .cef && syslog.enterprise == 9)
        #expect(
            receivers[0].filter
                == ForwardingFilter(types: [.lock, .loginOK], minimumSeverity: .warning, grades: [.classified]))
        #expect(receivers[0].language == .english && receivers[1].language == .korean)
        #expect(otlp.endpoint.description == "https://collector.example:4318/v1/logs")
        #expect(otlp.authorization == "/srv/g/token" && receivers[2].way == .file(path: "/var/log/r.jsonl"))
        #expect(
            configuration.clock.sources.map(\.description) == ["kernel", "ntp://[::1]:1123", "ntp://ntp.example:123"])
        #expect(configuration.clock.judge == ClockJudge(warn: .milliseconds(500), deny: .seconds(1)))
        #expect(configuration.clock.every == .seconds(30))
        let plain = try read(Self.minimal)
        #expect(plain.siem.receivers.isEmpty && plain.clock.sources.isEmpty)
    }

    /// T63: a plain peer is a load error, at its place.
    @Test(arguments: [
        ("siem: {soc: {syslog: \"udp://10.1.2.3\"}}", "15:22: 'udp://10.1.2.3' is not tls://HOST[:PORT]"),
        ("siem: {soc: {syslog: \"udp://127.0.0.1\"}}", "15:22: "),
        ("siem: {soc: {syslog: \"tcp://127.0.0.1\"}}", "15:22: "),
        ("siem: {soc: {otlp: \"http://10.1.2.3/v1/logs\"}}", "is not an https address"),
        ("siem: {soc: {otlp: \"http://127.0.0.1/v1/logs\"}}", "is not an https address"),
        ("siem: {soc: {syslog: \"tls://x.example\", ca: a}}", "certificate"),
        ("siem: {soc: {otlp: \"https://x.example\", key: k}}", "'certificate' and 'key' together"),
        ("siem: {soc: {}}", "one of 'syslog', 'file' and 'otlp'"),
        ("siem: {SOC: {file: f}}", "lower-case letters"), ("siem: {soc: {file: f, type: [lock]}}", "types"),
        ("siem: {soc: {file: f, types: [logins]}}", "is not one of"),
        ("siem: {soc: {file: f, minimum_severity: bad}}", "is not one of info"),
        ("siem: {soc: {file: f, format: cef}}", "a file has the records as they are"),
        ("clock: {sources: []}", "at least one source"),
        ("clock: {sources: [ntp.example]}", "'kernel', or a time server"),
        ("clock: {sources: [kernel], deny: 3s}", "at most 2"),
        ("clock: {sources: [kernel], every: 0s}", "at most 600s"),
        ("clock: {sources: [kernel], warn: 2s, deny: 1s}", "'warn' no longer than 'deny'"), ("clock: {}", "sources"),
    ])
    func `says where records and clock cannot be as they are written`(line: String, expected: String) throws {
        let problems = try #require(throws: SettingsProblems.self) { try read(Self.minimal + "\n\(line)\n") }
        let told = problems.description
        #expect(told.contains(expected), "\(told)")
        #expect(told.hasPrefix("gwanmun.yaml:"))
    }

    @Test(arguments: [
        ("syslog: {server: \"udp://10.1.2.3\"}", "is not tls://HOST[:PORT]"),
        ("syslog: {server: \"tls://siem.example\", key: k.pem}", "'certificate' and 'key' together"),
        ("mail: {from: gw@example.kr, officers: []}", "at least one mail address"),
        ("mail: {from: \"gw@example.kr, x@example.kr\", officers: [c@example.kr]}", "a mail address such as"),
        ("mail: {program: sendmail, from: gw@example.kr, officers: [c@example.kr]}", "an absolute path"),
        ("webhook: {url: \"http://siem.example\", key_file: k}", "an https address"),
        ("working_hours: {days: [mon], from: \"18:00\", to: \"09:00\"}", "a time after 'from'"),
        ("officer_language: fr", "is not one of ko, en"),
    ])
    func `says where a way for warnings cannot be`(line: String, expected: String) throws {
        let problems = try #require(throws: SettingsProblems.self) {
            try read(Self.minimal + "\nwarnings: {\(line)}\n")
        }
        let told = problems.description
        #expect(told.contains(expected), "\(told)")
        #expect(told.hasPrefix("gwanmun.yaml:"))
    }

    @Test func `turns throttles off only by the word`() throws {
        #expect(try read(Self.minimal + "\nlimits: {source_failures: off}\n").limits.sourceFailures == nil)
        #expect(throws: SettingsProblems.self) { try read(Self.minimal + "\nlimits: {source_failures: no}\n") }
        // A head that HTTP/1.1 may bring, HTTP/2 may, without being told.
        let large = try read(Self.minimal + "\nlimits: {head_size: 262144, head_fields: 500}\n").limits
        #expect(large.http2.headerList == 262_144 && large.http2.headerFields == 500)
    }

    @Test func `shares its ports only when it says so`() throws {
        #expect(try !read(Self.minimal).listen.sharesPorts)
        let shared = Self.minimal.replacing("listen:\n", with: "listen:\n  reuse_port: true\n")
        #expect(try read(shared).listen.sharesPorts)
    }

    @Test func `believes proxies only where it names their networks`() throws {
        #expect(try read(Self.minimal).listen.gate.proxies.isEmpty)
        let behind = try read(
            Self.minimal.replacing(
                "gate: 127.0.0.1:8443",
                with: """
                    gate:
                        address: 127.0.0.1:8443
                        proxy_protocol: {from: [10.0.0.4/30, "fd00::/64"]}
                    """)
        ).listen
        #expect(behind.gate.address.description == "127.0.0.1:8443")
        #expect(behind.gate.proxies.map(\.description) == ["10.0.0.4/30", "fd00::/64"])
        #expect(behind.desk.proxies.isEmpty)
    }

    @Test(arguments: [
        (
            "gate: 127.0.0.1:8443", "gate: localhost:8443",
            "gwanmun.yaml:7:9: 'localhost:8443' is not an address and port such as 127.0.0.1:8443 or \"[::1]:8443\""
        ),
        (
            "gate: 127.0.0.1:8443", "gate: {address: 127.0.0.1:8443, proxy_protocol: {from: []}}",
            "gwanmun.yaml:7:58: expected at least one network; without a proxy leave 'proxy_protocol' out"
        ),
        (
            "gate: 127.0.0.1:8443", "gate: {address: 127.0.0.1:8443, proxy_protocol: {from: [10.0.0.1/8]}}",
            "gwanmun.yaml:7:59: '10.0.0.1/8' is not a network such as 10.20.0.0/16, without host bits"
        ),
        (
            "gate: 127.0.0.1:8443", "gate: {address: 127.0.0.1:8443, proxy_protocol: on}",
            "gwanmun.yaml:7:51: expected the PROXY protocol: a mapping with the keys from"
        ),
        (
            "gate: 127.0.0.1:8443", "gate: {proxy_protocol: {from: [10.0.0.4]}}",
            "gwanmun.yaml:7:9: a listener needs 'address'"
        ),
        (
            "\"[::1]:9443\"", "127.0.0.1:8443",
            "gwanmun.yaml:8:9: '127.0.0.1:8443' is not another address than the gate's"
        ),
        ("listen:", "lisen:", "gwanmun.yaml:1:1: a configuration needs 'listen'"),
        ("trust: [pki/ca.pem]", "trust: []", "gwanmun.yaml:13:10: expected at least one PEM file"),
        (
            "  crls: pki/crls", "  crls: pki/crls\n  profile: {min_rsa_bits: 1024}",
            "gwanmun.yaml:15:27: '1024' is not a whole number from 2048 to 16384"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\n  profile: {clock_skew: 1h}",
            "gwanmun.yaml:15:25: '3600s' is not more than 0s and at most 300s"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\n  demand: optional",
            "gwanmun.yaml:15:11: 'optional' is not one of explain, strict"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nwarnings: {webhook: {url: \"http://siem.example/\", key_file: k}}",
            "gwanmun.yaml:15:27: 'http://siem.example/' is not an https address (http only to loopback)"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {header_time: 0s}",
            "gwanmun.yaml:15:23: '0s' is not more than 0s and at most 3600s"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {http2: {concurrent_streams: 0}}",
            "gwanmun.yaml:15:38: '0' is not a whole number from 1 to 10000"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {http2: {resets: {burst: 5}}}",
            "gwanmun.yaml:15:26: a rate needs 'per_second'"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {http2: {max_concurrent_streams: 5}}",
            "gwanmun.yaml:15:18: unknown key 'max_concurrent_streams' in http2. Did you mean 'concurrent_streams'? Known keys: "
                + "concurrent_streams, stream_window, connection_window, header_list, header_fields, continuations, "
                + "queued_frames, stall_time, resets, pings, settings, priorities, window_updates, empty_data, ignored_frames"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {http2: {stream_window: 2097152}}",
            "gwanmun.yaml:15:17: 'connection_window: 1048576' is not at least stream_window, which is 2097152"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {head_size: 65536, http2: {header_list: 32768}}",
            "gwanmun.yaml:15:49: 'header_list: 32768' is not at least limits.head_size, which is 65536"
        ),
        (
            "  crls: pki/crls", "  crls: pki/crls\nlimits: {memory: 2GB}",
            "gwanmun.yaml:15:18: '2GB' is not a size such as 512MiB or 2GiB, at least 32MiB"
        ),
        (
            "\"*.gw.localhost\"", "\"*.*.localhost\"",
            "gwanmun.yaml:11:16: '*.*.localhost' is not a host name or *.domain"
        ),
        (
            "domain: gw.localhost", "domain: gw.localhost\n  desk: gate",
            "gwanmun.yaml:4:9: 'gate.gw.localhost' is not another name than the gate's"
        ),
        ("{ko: 관문, en: Gwanmun}", "{ko: 관문}", "gwanmun.yaml:4:17: a text in both languages needs 'en'"),
    ])
    func `says where it is wrong`(old: String, new: String, complaint: String) {
        #expect(complaints(old, new).contains(complaint), "\(complaints(old, new))")
    }

    @Test func `has no socket path that a socket cannot have`() {
        let long = "/" + String(repeating: "x", count: 103)
        #expect(
            complaints("  crls: pki/crls", "  crls: pki/crls\ncontrol_socket: \(long)").first?.contains(
                "at most 103 bytes") == true)
    }

    @Test func `matches names as certificates do`() throws {
        let wildcard = try #require(ServerName("*.gw.localhost"))
        #expect(wildcard.matches(try #require(HostName("fab.gw.localhost"))))
        #expect(!wildcard.matches(try #require(HostName("gw.localhost"))))
        #expect(!wildcard.matches(try #require(HostName("a.b.gw.localhost"))))
    }

    @Test func `that is not there says so`() {
        #expect(throws: SettingsProblems.self) { try ConfigurationReader.read(path: "/nonexistent/gwanmun.yaml") }
    }
}
