import GatewaySettings
import Testing

/// Semantics 15 of the profile: YAML says no more than it shows.
@Suite struct `YAML is read strictly` {
    private func complaints(_ text: String) throws -> [String] {
        try SmallPolicy().complaints(also: [SettingsFile(name: "x.yaml", text: text)])
    }

    @Test(arguments: [
        ("version: 1\nzones: &all {}\n", "x.yaml:2:8: anchors and aliases are not allowed; write the value out"),
        (
            "version: 1\nzones: {a: &a {cidr: []}, b: *a}\n",
            "x.yaml:2:12: anchors and aliases are not allowed; write the value out"
        ),
        ("version: 1\n&k zones: {}\n", "x.yaml:2:1: anchors and aliases are not allowed; write the value out"),
        ("version: !!int 1\n", "x.yaml:1:10: tags (!) are not allowed"),
        ("version: !secret 1\n", "x.yaml:1:10: tags (!) are not allowed"),
        ("version: 1\nzones: !!map {}\n", "x.yaml:2:8: tags (!) are not allowed"),
        ("version: 1\nzones: {<<: {a: b}}\n", "x.yaml:2:9: merge keys (<<) are not allowed; write the values out"),
        ("version: 1\nzones: {? [a] : b}\n", "x.yaml:2:11: a key must be plain text"),
        ("version: 1\nversion: 1\n", "x.yaml:2:1: key 'version' is there already, at x.yaml:1:1"),
        (
            "version: 1\nzones: {a: {cidr: []}, b: {cidr: []}, a: {cidr: []}}\n",
            "x.yaml:2:39: key 'a' is there already, at x.yaml:2:9"
        ),
        ("version: 2\n", "x.yaml:1:10: '2' is not 1, the only version"),
        (
            "version: \"1\"\nrulez: []\n",
            "x.yaml:2:1: unknown key 'rulez' in a policy file. Did you mean 'rules'? Known keys: version, profile, defaults, grades, lockout, roles, zones, holidays, windows, tags, consoles, approvals, floors, rules, exceptions, watch"
        ),
        ("zones: {}\n", "x.yaml:1:1: a policy file needs 'version'"),
        ("", "x.yaml:1:1: is empty; expected at least 'version: 1'"),
        ("# nothing\n", "x.yaml:1:1: is empty; expected at least 'version: 1'"),
        (
            "[]",
            "x.yaml:1:1: expected a policy file: a mapping with the keys version, profile, defaults, grades, lockout, roles, zones, holidays, windows, tags, consoles, approvals, floors, rules, exceptions, watch"
        ),
        ("\u{FEFF}version: 1\n", "x.yaml:1:1: a byte order mark; save the file as UTF-8 without one"),
        ("version: 1\u{2028}zones: {}\n", "x.yaml:1:1: a line break that is neither LF nor CR LF"),
        ("version: 1\n---\nversion: 1\n", "x.yaml:2:1: YAML: but found another document"),
    ])
    func `and says what it refuses`(text: String, complaint: String) throws {
        #expect(try complaints(text) == [complaint])
    }

    @Test func `with the place of a syntax error`() throws {
        let complaint = try #require(try complaints("version: 1\nzones: [\n").first)
        #expect(complaint.hasPrefix("x.yaml:3:1: YAML: "))
        #expect(try complaints("version: 1\n\tzones: {}\n").first?.hasPrefix("x.yaml:2:") == true)
    }

    @Test func `with lines that end as Windows ends them`() throws {
        #expect(try complaints("version: 1\r\nzones:\r\n  x: {cidr: [10.0.0.0/8]}\r\n") == [])
        #expect(
            try complaints("version: 1\r\nzones:\r\n  x: &a {cidr: [10.0.0.0/8]}\r\n").first?.hasPrefix(
                "x.yaml:3:6: anchors") == true)
    }

    @Test(arguments: ["true", "yes", "on", "no", "off", "~", "null", "0x1", "01", "1_0", "1e1", "1.0", "12:30", ""])
    func `so that no word turns into a number or a flag`(word: String) throws {
        let roles = try complaints("version: 1\nroles: {other: {kind: member, concurrent: \(word)}}\n")
        #expect(roles.count == 1, "\(roles)")
        if word != "true" {
            #expect(try complaints("version: 1\nroles: {other: {kind: member, wildcard_paths: \(word)}}\n").count == 1)
        }
    }

    @Test func `within its size`() throws {
        let long = "version: 1\n#" + String(repeating: "x", count: 1 << 20)
        #expect(try complaints(long) == ["x.yaml:1:1: is larger than 1048576 bytes"])
    }

    /// "Billion laughs", and as deep as the parser goes.
    @Test func `without growing beyond it`() throws {
        var keys = "version: 1\na0: &a0 [x, x]\n"
        for level in 1...60 { keys += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(
            try complaints(keys + "? *a60\n: x\n? [*a60]\n: y\n") == [
                "x.yaml:2:5: anchors and aliases are not allowed; write the value out"
            ])
        // Deeper than a stack, with no line that is nested.
        var chain = "version: 1\na0: &a0 x\n"
        for level in 1...30_000 { chain += "a\(level): &a\(level) [*a\(level - 1)]\n" }
        #expect(try complaints(chain + "? *a30000\n: x\n").count == 1)
        let harmless = "version: 1\n\"a & b\": \"* c &d *e\" # & *\nr&d: 1\n"
        #expect(try complaints(harmless).allSatisfy { !$0.contains("anchors") })
        var bomb = "version: 1\na0: &a0 [x, x]\n"
        for level in 1...40 { bomb += "a\(level): &a\(level) [*a\(level - 1), *a\(level - 1)]\n" }
        #expect(try complaints(bomb).count == 1)
        for depth in [100, 999, 5000, 100_000] {
            #expect(try !complaints("version: 1\nzones: " + String(repeating: "[", count: depth)).isEmpty)
            #expect(
                try !complaints(
                    "version: 1\nzones: " + String(repeating: "[", count: depth) + String(repeating: "]", count: depth)
                ).isEmpty)
        }
    }
}
