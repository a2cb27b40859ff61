import GatewayIdentity
import GatewayPolicy

extension VocabularyMapping {
    static let rule = VocabularyMapping(
        "rule", "a rule", "Rules", "규칙",
        bonds: [
            .when(
                "effect", is: RuleEffect.allow.rawValue,
                needs: [["roles"], ["consoles"], ["paths"], ["actions", "methods"], ["factors"]],
                refuses: ["unless", "countries_not"]),
            .when(
                "effect", is: RuleEffect.deny.rawValue,
                refuses: ["factors", "devices", "approvals", "storage", "monitor"]),
        ],
        keys: [
            .init(
                "id", .name(.rules), .required, "fab-people", "Its name, in records and in what `policy explain` says.",
                "규칙의 이름. 기록과 `policy explain`에 나타납니다.", "nct-2025-04 3(14)"),
            .init(
                "effect", .choice(of: RuleEffect.self), .required, "allow",
                "One deny rule beats every allow rule. A deny rule asks for nothing.",
                "거부 규칙 하나가 모든 허용 규칙에 앞섭니다. 거부 규칙은 아무것도 요구하지 않습니다.",
                "nct-2025-04 3(2)"),
            target(
                "roles", .filledSet(.name(.roles)), "[staff]", "For whom: whoever holds one of them.",
                "누구에게: 이 가운데 하나를 가진 사람.", "NCT2-4.2-U1"),
            target("consoles", .filledSet(.name(.consoles)), "[fab]", "Where.", "어디에.", "NCT2-4.2-C1"),
            target(
                "paths", .list(of: .path, atLeast: 1, isSet: false), "[/project/**]", "On which paths.", "어느 경로에.",
                "nct-2025-04 3(11)"),
            .init(
                "actions", .filledSet(.choice(of: Action.self)),
                .otherwise(
                    Wording(
                        "needed in an allow rule without `methods`, else what the methods do; all in a deny rule",
                        "`methods` 없는 허용 규칙에는 필요하고, 있으면 메서드가 하는 일. 거부 규칙에서는 모두")), "[view]",
                "To do what. `download` and `upload` are never implied by another.",
                "무엇을 하도록. `download`와 `upload`는 다른 것에 딸려 오지 않습니다.",
                "nct-2025-04 3(5)"),
            .init(
                "methods", .filledSet(.form(.method)), .otherwise(Wording("all", "모두")), "[GET]",
                "Only with these methods.",
                "이 메서드로만.", "RFC 9110 § 9"),
            .init(
                "factors", .factors, .otherwise(Wording("needed in an allow rule", "허용 규칙에는 필요함")),
                "[certificate, second]",
                "What is asked for; the certificate always is. Sensitive and classified consoles must ask for a second factor.",
                "요구되는 인증 수단. 인증서는 언제나 요구됩니다. 민감·기밀 콘솔은 두 번째 수단을 요구해야 합니다.", "NCT2-4.2-C2"),
            place(
                "zones", .filledSet(.name(.zones)), "[internal]", "everywhere", "어디서나",
                "Where it holds: requests from these zones.", "적용되는 곳: 이 구역에서 오는 요청.", "NCT2-4.3-U1"),
            place(
                "windows", .filledSet(.name(.windows)), "[office]", "always", "언제나", "When it holds.", "적용되는 때.",
                "nct-2025-04 3(10)"),
            place(
                "countries", .filledSet(.country), "[KR]", "everywhere", "어디서나",
                "Where it holds, by the country of the address. An unknown country is in no list of an allow rule, and in every one of a deny rule.",
                "주소의 국가에 따라 적용되는 곳. 알 수 없는 국가는 허용 규칙의 어느 목록에도 없고, 거부 규칙의 모든 목록에 있습니다.", "nct-2025-04 3(7)"),
            .init(
                "countries_not", .set(.country), .usually("[]"), "[KR]",
                "A deny rule strikes outside of these, and where the country is unknown.",
                "거부 규칙이 이 밖에서, 그리고 국가를 알 수 없을 때 적용됩니다.", "nct-2025-04 3(7)"),
            .init(
                "devices", .choice(of: DeviceDemand.self), .usually("any"), "designated",
                "`designated`: from designated terminals alone.", "`designated`: 지정 단말에서만.", "NCT3-N-U2"),
            .init(
                "approvals", .set(.name(.approvals)), .usually("[]"), "[two_person]",
                "What must stand behind the request beside the person.", "사람 말고도 요청 뒤에 있어야 하는 것.", "NCT3-1-U1"),
        ] + VocabularyKey.obligations + [
            .init(
                "trial", .flag, .usually("false"), "true",
                "It decides nothing: what it would have done is recorded beside what was done.",
                "아무것도 결정하지 않습니다. 무엇을 했을지가 실제로 한 것 옆에 기록됩니다.", "NCT2-4.2-C4"),
            .init(
                "unless", .mapping(.unless), .otherwise(Wording("it strikes everywhere, always", "어디서나 언제나 적용됨")), nil,
                "Where and when a deny rule does not strike.", "거부 규칙이 적용되지 않는 곳과 때.", "nct-2025-04 3"),
        ])

    private static func target(
        _ name: String, _ kind: ValueKind, _ example: String, _ english: String, _ korean: String, _ source: String
    ) -> VocabularyKey {
        .init(
            name, kind,
            .otherwise(Wording("needed in an allow rule; all in a deny rule", "허용 규칙에는 필요함. 거부 규칙에서는 모두")), example,
            english,
            korean, source)
    }

    private static func place(
        _ name: String, _ kind: ValueKind, _ example: String, _ unsaid: String, _ unsaidKorean: String,
        _ english: String, _ korean: String, _ source: String
    ) -> VocabularyKey {
        .init(name, kind, .otherwise(Wording(unsaid, unsaidKorean)), example, english, korean, source)
    }

    static let unless = VocabularyMapping(
        "unless", "an exception", "Where deny rules do not strike", "거부 규칙이 적용되지 않는 곳",
        keys: [
            .init(
                "zones", .set(.name(.zones)), .usually("[]"), "[internal]", "Requests from these zones are spared.",
                "이 구역에서 오는 요청에는 적용되지 않습니다.", "nct-2025-04 3"),
            .init(
                "windows", .set(.name(.windows)), .usually("[]"), "[office]", "Within these it does not strike.",
                "이 시간에는 적용되지 않습니다.", "nct-2025-04 3"),
        ])
}
