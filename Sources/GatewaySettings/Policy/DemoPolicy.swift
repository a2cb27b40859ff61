/// The policy that `gwanmun demo` starts with: the text of `Policies/demo`, which a test holds equal to it.
///
/// It names no upstreams and hosts of one label only; domain and upstreams come from the configuration beside it.
public enum DemoPolicy {
    /// Named relative to the policy's folder. Those below `tests/` are its tests.
    public static let files: [SettingsFile] = [
        consoles, grades, roles, rules, watch, zones, tests,
    ]

    private static let consoles = SettingsFile(
        name: "consoles.yaml",
        text: """
            # Hosts of one label stand below the domain of gwanmun.yaml, which also says where the consoles are (upstreams).
            version: 1

            consoles:
              notice: {hosts: [notice], owner: hong-41c2, manager: lee-90aa, grade: open}
              build: {hosts: [build], owner: hong-41c2, manager: lee-90aa, grade: sensitive}
              fab: {hosts: [fab], owner: hong-41c2, manager: lee-90aa, grade: classified, tags: [national_core_technology]}

            """)

    private static let grades = SettingsFile(
        name: "grades.yaml",
        text: """
            # The demo's grades: the profile's numbers, but three sessions at a time, because a demo is tried from a browser and a shell at once, and the lock
            # of the classified grade ends by itself. Who has special rights still has the strict profile (roles.yaml).
            version: 1
            profile: nct-2025-04

            grades:
              open:       {lockout: normal, idle: 30m, absolute: 12h, step_up: 12h, concurrent: 3, when_full: end_oldest, revocation_age: 24h}
              sensitive:  {lockout: normal, idle: 15m, absolute: 8h, step_up: 60m, concurrent: 3, when_full: end_oldest, revocation_age: 4h}
              classified: {lockout: normal, idle: 10m, absolute: 4h, step_up: 15m, concurrent: 3, when_full: end_oldest, revocation_age: 1h}

            lockout:
              normal: {failures: 5, window: 15m, lock: 30m, disable: {failures: 10, window: 24h}}
              strict: {failures: 3, window: 15m, lock: until_admin, disable: {failures: 5, window: 24h}}

            tags:
              national_core_technology: {treat_as: classified, factors: [second], storage: deny}

            """)

    private static let roles = SettingsFile(
        name: "roles.yaml",
        text: """
            version: 1

            roles:
              staff: {kind: member}
              privileged_admin: {kind: member, list: special_accounts, lockout: strict, idle: 10m, absolute: 4h, step_up: 15m}
              security_admin: {kind: member, list: special_accounts, lockout: strict, excludes: [privileged_admin, auditor], idle: 10m, absolute: 4h, step_up: 15m}
              auditor: {kind: member, actions: [view]}
              # The policy is written by some and approved by others. Whoever holds both roles still approves nothing they wrote.
              policy_author: {kind: member, list: special_accounts, lockout: strict, excludes: [privileged_admin, auditor], idle: 10m, absolute: 4h, step_up: 15m}
              policy_approver: {kind: member, list: special_accounts, lockout: strict, excludes: [privileged_admin, auditor], idle: 10m, absolute: 4h, step_up: 15m}
              # Sees how the node stands, and has it read its files again.
              operator: {kind: member}
              # For emergencies: opened by two people for an hour, with a security key alone.
              break_glass: {kind: member, list: special_accounts, lockout: strict, absolute: 1h}
              # A personnel system: brings and takes people by SCIM, and nothing else.
              provisioner: {kind: service, list: special_accounts}
              foreign_partner:
                kind: external
                excludes: [privileged_admin, security_admin, auditor]
                lockout: strict
                idle: 10m
                absolute: 2h
                step_up: 15m
                # Any server can stand behind the demo, so its paths are not known. In earnest: false, and the exact paths of the grant.
                wildcard_paths: true
                actions: [view]

            """)

    private static let rules = SettingsFile(
        name: "rules.yaml",
        text: """
            version: 1

            rules:
              # Open: the certificate alone.
              - id: notice-people
                effect: allow
                roles: [staff, privileged_admin, security_admin, auditor]
                consoles: [notice]
                paths: [/**]
                actions: [view, create, change, delete, download, upload]
                factors: [certificate]

              # Sensitive: certificate and a second factor, an authenticator app or a security key.
              - id: build-people
                effect: allow
                roles: [staff, privileged_admin]
                consoles: [build]
                paths: [/**]
                actions: [view, create, change, delete, download, upload]
                factors: [certificate, second]

              - id: build-readers
                effect: allow
                roles: [security_admin, auditor]
                consoles: [build]
                paths: [/**]
                actions: [view]
                factors: [certificate, second]

              # Classified: a fresh second factor, and from the site.
              - id: fab-people
                effect: allow
                roles: [staff, privileged_admin]
                consoles: [fab]
                paths: [/**]
                actions: [view, create, change, delete, download, upload]
                factors: [certificate, {kind: second, max_age: 15m}]
                zones: [site]

              - id: fab-readers
                effect: allow
                roles: [security_admin, auditor]
                consoles: [fab]
                paths: [/**]
                actions: [view]
                factors: [certificate, {kind: second, max_age: 15m}]
                zones: [site]

              # Partners: what a running grant names, to look at.
              - id: partner-view
                effect: allow
                roles: [foreign_partner]
                consoles: [build, fab]
                paths: [/**]
                actions: [view]
                factors: [certificate, {kind: second, max_age: 15m}]
                zones: [site]
                approvals: [grant]
                storage: deny
                monitor: true

            """)

    private static let watch = SettingsFile(
        name: "watch.yaml",
        text: """
            # What is looked for in the records of partners while they work, and what is done about it.
            version: 1

            watch:
              - {id: partner-objects, kind: distinct_objects, roles: [foreign_partner], limit: 100, within: 10m, measures: [end_sessions, lock_certificate], severity: high, cooldown: 0s}
              - {id: partner-enumeration, kind: enumeration, roles: [foreign_partner], limit: 60, within: 10m, measures: [end_sessions, lock_certificate], severity: high}
              - {id: partner-travel, kind: impossible_travel, roles: [foreign_partner], within: 3h, measures: [step_up, end_sessions], severity: high}

            """)

    private static let zones = SettingsFile(
        name: "zones.yaml",
        text: """
            version: 1

            zones:
              # This machine and private networks, so that the demo can also be reached in a container.
              site: {cidr: [127.0.0.0/8, "::1", 10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16, "fc00::/7"]}

            """)

    private static let tests = SettingsFile(
        name: "tests/demo.yaml",
        text: """
            version: 1

            tests:
              - name: the notice board asks for the certificate alone
                at: "2026-11-22T03:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: notice
                from: 127.0.0.1
                factors: [certificate]
                request: GET /
                expect: {decision: permit, rules: [notice-people], idle: 30m}

              - name: the build console asks for a code
                at: "2026-11-22T03:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: build
                from: 127.0.0.1
                factors: [certificate]
                request: GET /
                expect: {decision: step_up, missing: [second]}

              - name: the fab console asks for a fresh code
                at: "2026-11-22T03:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: fab
                from: 127.0.0.1
                factors: [certificate, {kind: totp, age: 15m}]
                request: PUT /recipes/7
                expect: {decision: step_up, missing: [second]}

              - name: with a fresh code the fab console is reached
                at: "2026-11-22T03:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: fab
                from: "::1"
                factors: [certificate, {kind: totp, age: 14m}]
                request: PUT /recipes/7
                expect: {decision: permit, rules: [fab-people], idle: 10m, absolute: 4h, storage: deny}

              - name: nobody reaches the fab console from the internet
                at: "2026-11-22T03:00:00+09:00"
                account: kim-7f3a
                roles: [staff]
                console: fab
                from: 211.234.100.7
                factors: [certificate, totp]
                request: GET /
                expect: {decision: deny, reason: zone_denied}

              - name: an auditor looks on
                at: "2026-11-22T03:00:00+09:00"
                account: cho-31bd
                roles: [auditor]
                console: build
                from: 127.0.0.1
                factors: [certificate, totp]
                request: GET /jobs
                expect: {decision: permit, rules: [build-readers]}

              - name: an auditor changes nothing
                at: "2026-11-22T03:00:00+09:00"
                account: cho-31bd
                roles: [auditor]
                console: notice
                from: 127.0.0.1
                factors: [certificate]
                request: POST /comments
                expect: {decision: deny, reason: action_denied}

              - name: a partner with a running grant
                at: "2026-11-22T03:00:00+09:00"
                account: smith-02d9
                roles: [foreign_partner]
                console: build
                from: 127.0.0.1
                factors: [certificate, totp]
                grants: [{console: build, from: "2026-11-01T00:00:00+09:00", to: "2026-12-01T00:00:00+09:00"}]
                request: GET /
                expect: {decision: permit, rules: [partner-view], absolute: 2h, storage: deny}

              - name: a partner whose grant has ended
                at: "2026-12-01T00:00:00+09:00"
                account: smith-02d9
                roles: [foreign_partner]
                console: build
                from: 127.0.0.1
                factors: [certificate, totp]
                grants: [{console: build, from: "2026-11-01T00:00:00+09:00", to: "2026-12-01T00:00:00+09:00"}]
                request: GET /
                expect: {decision: deny, reason: approval_expired}

              - name: a partner has no grant for another console
                at: "2026-11-22T03:00:00+09:00"
                account: smith-02d9
                roles: [foreign_partner]
                console: fab
                from: 127.0.0.1
                factors: [certificate, totp]
                grants: [{console: build, from: "2026-11-01T00:00:00+09:00", to: "2026-12-01T00:00:00+09:00"}]
                request: GET /
                expect: {decision: deny, reason: approval_missing}

            watch:
              - name: a partner who takes a hundred and one objects in ten minutes is stopped
                events:
                  - {at: "2026-11-22T03:00:00+09:00", account: smith-02d9, roles: [foreign_partner], deed: request, console: build, path: "/drawings/{n}", times: 101, every: 5s}
                expect:
                  - {rule: partner-objects, measure: end_sessions}

            """)
}
