import Testing

@testable import GatewaySettings

@Suite struct `Narrowing the files of a policy` {
    private static let text = """
        # Who may do what.
        version: 1

        rules:
          - id: notice-all
            effect: allow
            roles: [staff, auditor]  # everybody
            consoles: [notice]
            paths: [/**]

          # Of last year.
          - id: build-old
            effect: allow
            roles: [staff]
            paths:
              - /a
              - /b

          # Only at the office.
          - {id: fab, effect: allow, roles: [staff, "privileged_admin"], paths: [/iam/**, /kms/**]}

        windows:
          office: {days: [mon]}
        """

    @Test func `takes a rule out with the remark above it, and no other remark`() throws {
        let text = try #require(
            RuleRewriting().rewritten(Self.text, named: "rules.yaml", by: [.init(rule: "build-old", values: nil)]))
        #expect(!text.contains("build-old") && !text.contains("Of last year") && !text.contains("/b"))
        #expect(
            text.contains("# Only at the office.") && text.contains("# everybody") && text.contains("office: {days"))
        #expect(!text.contains("\n\n\n"))
    }

    @Test func `narrows lists in brackets and lists over lines, and leaves the rest of the line`() throws {
        let text = try #require(
            RuleRewriting().rewritten(
                Self.text, named: "rules.yaml",
                by: [
                    .init(rule: "notice-all", values: ["roles": ["staff"], "paths": ["/n/**", "/한 빛"]]),
                    .init(rule: "build-old", values: ["paths": ["/a"]]),
                    .init(rule: "fab", values: ["paths": ["/kms/**"]]),
                ]))
        #expect(text.contains("    roles: [staff]  # everybody\n"))
        #expect(text.contains("    paths: [/n/**, \"/한 빛\"]\n"))
        #expect(text.contains("    paths: [/a]\n") && !text.contains("- /b"))
        #expect(text.contains("roles: [staff, \"privileged_admin\"], paths: [/kms/**]}"))
    }

    @Test func `says that there is no rule where all are gone`() throws {
        let cuts = ["notice-all", "build-old", "fab"].map { RuleRewriting.Cut(rule: $0, values: nil) }
        let text = try #require(RuleRewriting().rewritten(Self.text, named: "rules.yaml", by: cuts))
        #expect(text.contains("rules: []"))
        #expect(text.contains("windows:\n  office:"))
    }

    @Test func `leaves files alone that it has nothing to do with`() {
        #expect(RuleRewriting().rewritten(Self.text, named: "rules.yaml", by: []) == Self.text)
        #expect(RuleRewriting().rewritten("version: 1\n", named: "a.yaml", by: []) == "version: 1\n")
        #expect(RuleRewriting().rewritten("{", named: "a.yaml", by: []) == nil)
    }
}
