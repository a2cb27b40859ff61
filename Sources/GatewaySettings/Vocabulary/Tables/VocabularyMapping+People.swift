import GatewayPolicy

// Roles, and what rules, roles, tags and floors ask of people.

extension VocabularyMapping {
    static let role = VocabularyMapping(
        "role", "a role", "Roles", "역할",
        keys: [
            .init(
                "kind", .choice(of: Role.Kind.self), .required, "member",
                "Our own people, people from outside, or programs. External roles need a running grant for each console; services come by certificate alone.",
                "우리 구성원, 외부인, 또는 프로그램. 외부 역할은 콘솔마다 유효한 허가가 있어야 하고, 서비스는 인증서만으로 들어옵니다.",
                "NCT3-A-C1"),
            .init(
                "list", .choice(of: AccountList.self), .otherwise(Wording("no list", "명부 없음")), "special_accounts",
                "For accounts in the list of special-purpose accounts alone. `security_admin`, `privileged_admin`, `break_glass` and `provisioner` are so always.",
                "특수 목적 계정 명부에 있는 계정에만 줄 수 있습니다. `security_admin`, `privileged_admin`, `break_glass`, `provisioner`는 언제나 그렇습니다.",
                "NCT2-4.2-U4"),
            .init(
                "excludes", .set(.name(.roles)), .usually("[]"), "[auditor]",
                "Roles that one person cannot hold beside it, in either direction.",
                "한 사람이 함께 가질 수 없는 역할. 양쪽 모두에 적용됩니다.",
                "nct-2025-04 3(6)"),
        ] + VocabularyKey.limits + [
            .init(
                "lockout", .name(.lockout), .otherwise(Wording("the grade's", "등급의 값")), "strict",
                "Which profile counts failed factors of its people.", "이 역할을 가진 사람의 실패한 인증을 세는 잠금 프로필.",
                "nct-2025-04 2.1"),
            .init(
                "wildcard_paths", .flag,
                .otherwise(Wording("true for members, false for external", "구성원은 true, 외부는 false")), "true",
                "Whether its rules may use `*` and `**` in paths.", "이 역할의 규칙이 경로에 `*`와 `**`를 쓸 수 있는지.",
                "NCT3-A-U1"),
            .init(
                "actions", .filledSet(.choice(of: Action.self)), .otherwise(Wording("all", "모두")), "[view]",
                "Nothing else is possible in this role, whatever rules say.", "규칙이 무엇이라 하든 이 역할로는 이것만 할 수 있습니다.",
                "NCT3-A-U1"),
            .init(
                "factors", .factors, .usually("[]"), "[certificate, second]",
                "Asked of whoever holds the role, under every rule.", "이 역할을 가진 사람에게 모든 규칙에서 요구됩니다.", "NCT2-4.2-C2"),
            .init(
                "approvals", .set(.name(.approvals)), .usually("[]"), "[two_person]",
                "Asked of whoever holds the role, under every rule.", "이 역할을 가진 사람에게 모든 규칙에서 요구됩니다.", "NCT2-4.2-U4"),
            .init(
                "device", .choice(of: DeviceDemand.self), .usually("any"), "designated",
                "`designated`: nothing is possible in this role but from designated terminals.",
                "`designated`: 이 역할로는 지정 단말에서만 무엇이든 할 수 있습니다.", "NCT3-N-U2"),
            .init(
                "alarm", .choice(of: Role.Alarm.self), .otherwise(Wording("not because of the role", "역할 때문에는 알리지 않음")),
                "high",
                "Each sign-in with the role is told to the security officer and the owner of the account, so loudly; of roles of our own people with a lock `until_admin` at least as `medium`.",
                "이 역할로 로그인할 때마다 보안 담당자와 계정 주인에게 이 수준으로 알립니다. 잠금이 `until_admin`인 우리 구성원의 역할은 `medium` 이상입니다.",
                "NCT2-4.2-U1"),
        ])

    static let factor = VocabularyMapping(
        "factor", "a factor", "Factors with an age", "유효 시간이 있는 인증 수단",
        keys: [
            .init(
                "kind", .choice(of: FactorName.self), .required, "second",
                "What is asked for. `second`: TOTP or WebAuthn; `strong`: WebAuthn by a key that cannot be copied.",
                "요구되는 것. `second`: TOTP 또는 WebAuthn, `strong`: 복제할 수 없는 키의 WebAuthn.", "NCT2-4.2-C2"),
            .init(
                "max_age", .duration, .required, "10m", "How old its proof may be; more than nothing.",
                "증명이 얼마나 오래되어도 되는지. 0보다 커야 합니다.", "nct-2025-04 2.2"),
        ])
}

extension ValueKind {
    /// `totp`, or `{kind: totp, max_age: 10m}`.
    static let factors = ValueKind.list(.either([.choice(of: FactorName.self), .mapping(.factor)]))
}
