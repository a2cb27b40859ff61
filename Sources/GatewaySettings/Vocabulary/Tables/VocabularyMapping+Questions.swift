import GatewayIdentity
import GatewayPolicy

// Questions, and tests, which are questions with the answers their author expects.

extension VocabularyMapping {
    static let question = VocabularyMapping(
        "question", "a question", "Questions", "질문", keys: VocabularyKey.ofQuestions)

    static let test = VocabularyMapping(
        "test", "a test", "Tests", "시험",
        keys: [
            .init(
                "name", .text(longest: nil), .required, "staff build from inside", "What it claims; once in a file.",
                "무엇을 주장하는지. 한 파일에 한 번만 씁니다.", "nct-2025-04 3"),
            .init(
                "expect", .mapping(.expectation), .required, nil, "The answer it expects.", "기대하는 답.", "nct-2025-04 3"),
        ] + VocabularyKey.ofQuestions)

    static let expectation = VocabularyMapping(
        "expectation", "an expectation", "Expectations", "기대",
        bonds: [
            .when("decision", is: DecisionWord.permit.rawValue, refuses: ["reason", "missing"]),
            .when("decision", is: DecisionWord.stepUp.rawValue, refuses: ["reason"] + ofPermit),
            .when("decision", is: DecisionWord.deny.rawValue, needs: [["reason"]], refuses: ["missing"] + ofPermit),
        ],
        keys: [
            .init(
                "decision", .choice(of: DecisionWord.self), .required, "permit",
                "Let in, asked for a factor, or refused.", "들여보냄, 인증 요구, 또는 거부.", "nct-2025-04 3"),
            .init(
                "reason", .choice(of: Reason.self), .otherwise(Wording("needed with `deny`", "`deny`에는 필요함")),
                "default_deny", "Why it is refused, as records say it.", "거부된 까닭. 기록에 적히는 그대로입니다.", "nct-2025-04 3"),
            .init(
                "missing", .set(.choice(of: FactorName.self)), unheld, "[second]",
                "The factors that are asked for, with `step_up`.", "`step_up`에서 요구되는 인증 수단.", "nct-2025-04 3(9)"),
        ] + VocabularyKey.ofPermits)

    /// What only a permit has.
    static var ofPermit: [String] { VocabularyKey.ofPermits.map(\.name) }

    fileprivate static let unheld = VocabularyKey.Presence.otherwise(Wording("any will do", "무엇이든 됨"))

    static let agedProof = VocabularyMapping(
        "proof", "a factor", "Proofs of factors", "인증 수단의 증명",
        keys: [
            .init(
                "kind", .choice(of: FactorKind.self), .required, "totp", "What was shown.", "무엇을 제시했는지.",
                "nct-2025-04 3(9)"),
            .init("age", .form(.age), .usually("0s"), "20m", "How long ago.", "얼마나 전인지.", "nct-2025-04 2.2"),
            .init(
                "device", .text(longest: nil), .otherwise(Wording("one of its own", "각자의 것")), "phone-1",
                "Which device held it: two proofs from the one that holds the certificate count as one.",
                "어느 기기가 가지고 있었는지. 인증서를 가진 기기에서 나온 둘은 하나로 셉니다.", "nct-2025-04 3(9)"),
        ])

    static let grant = VocabularyMapping(
        "grant", "a grant", "Partner grants", "협력사 허가",
        keys: [
            .init("console", .name(.consoles), .required, "fab", "For which console.", "어느 콘솔에 대한 것인지.", "NCT3-1-U1"),
            .init(
                "from", .time, .required, "\"2026-11-01T00:00:00+09:00\"", "When it begins.", "시작하는 시각.", "NCT3-1-U1"),
            .init("to", .time, .required, "\"2026-12-01T00:00:00+09:00\"", "When it is over.", "끝나는 시각.", "NCT3-1-U1"),
            narrowing(
                "paths", .list(of: .path, atLeast: 0, isSet: true), "[/project/**]", "Only on these paths.",
                "이 경로에서만.", "NCT3-A-U1"),
            narrowing("methods", .set(.form(.method)), "[GET]", "Only with these methods.", "이 메서드로만.", "NCT3-A-U1"),
            .init(
                "ceiling", .choice(of: Grade.self), .usually("classified"), "sensitive",
                "Consoles of a higher grade are out of reach.", "이보다 높은 등급의 콘솔에는 닿지 않습니다.", "NCT3-A-U1"),
            narrowing(
                "windows", .set(.name(.windows)), "[office]", "Only while one of these is open.",
                "이 가운데 하나가 열려 있는 동안에만.", "nct-2025-04 3(10)"),
            narrowing(
                "countries", .set(.country), "[KR]", "Only from these; an unknown country is none of them.",
                "이 국가에서만. 알 수 없는 국가는 어디에도 들지 않습니다.", "nct-2025-04 3(7)"),
            narrowing("zones", .set(.name(.zones)), "[internal]", "Only from these.", "이 구역에서만.", "NCT3-N-U2"),
            narrowing(
                "devices", .set(.form(.device)), "[KT-0042]", "Only from these designated terminals.",
                "이 지정 단말에서만.", "NCT3-N-U2"),
            .init(
                "asks", .set(.name(.approvals)), .usually("[]"), "[pledge]",
                "What the person must hold beside, so that the grant counts.", "허가가 효력을 가지려면 그 밖에 갖추어야 하는 승인.",
                "NCT3-1-U1"),
        ])

    private static func narrowing(
        _ name: String, _ kind: ValueKind, _ example: String, _ english: String, _ korean: String, _ source: String
    ) -> VocabularyKey {
        .init(name, kind, .otherwise(Wording("not narrowed", "좁히지 않음")), example, english, korean, source)
    }

    static let heldApproval = VocabularyMapping(
        "held_approval", "an approval", "Approvals that somebody holds", "가지고 있는 승인",
        keys: [
            .init("name", .name(.approvals), .required, "two_person", "Which.", "어느 승인인지.", "nct-2025-04 3(8)"),
            .init(
                "consoles", .set(.name(.consoles)), .otherwise(Wording("all", "모두")), "[fab]", "For which consoles.",
                "어느 콘솔에 대한 것인지.", "nct-2025-04 3(8)"),
            .init(
                "from", .time, .required, "\"2026-11-01T00:00:00+09:00\"", "When it begins.", "시작하는 시각.",
                "nct-2025-04 3(8)"),
            .init(
                "to", .time, .required, "\"2026-12-01T00:00:00+09:00\"", "When it is over.", "끝나는 시각.",
                "nct-2025-04 3(8)"),
        ])

    static let presentedDevice = VocabularyMapping(
        "presented_device", "a device", "Terminals in questions", "질문 속의 단말",
        keys: [
            .init("id", .form(.device), .required, "KT-0042", "Its name.", "단말의 이름.", "NCT3-N-U2"),
            .init(
                "designated", .flag, .required, "false", "Whether it is on the list of designated terminals.",
                "지정 단말 목록에 있는지.", "NCT3-N-U2"),
        ])
}

extension VocabularyKey {
    fileprivate static let ofQuestions: [VocabularyKey] = [
        .init(
            "at", .time, .required, "\"2026-11-23T10:00:00+09:00\"", "When it is asked.", "묻는 시각.", "nct-2025-04 3(10)"),
        .init("account", .account, .required, "kim-7f3a", "Who asks.", "누가 묻는지.", "NCT2-4.2-U2"),
        .init(
            "account_state", .choice(of: Subject.Condition.self), .usually("active"), "active",
            "How the account stands.", "계정의 상태.", "NCT2-4.2-U5"),
        .init(
            "roles", .set(.name(.roles)), .required, "[staff]", "The roles the person holds.", "그 사람이 가진 역할.",
            "NCT2-4.2-U1"),
        .init("console", .name(.consoles), .required, "fab", "For which console.", "어느 콘솔인지.", "NCT2-4.2-C1"),
        .init("from", .form(.address), .required, "10.20.1.5", "From which address.", "어느 주소에서 오는지.", "NCT2-4.3-U1"),
        .init(
            "country", .country, .otherwise(Wording("unknown", "알 수 없음")), "KR", "From which country.", "어느 나라에서 오는지.",
            "nct-2025-04 3(7)"),
        .init(
            "device", .either([.form(.device), .mapping(.presentedDevice)]), .otherwise(Wording("none", "없음")),
            "KT-0042", "From which terminal: a designated one's name, or `{id, designated}`.",
            "어느 단말에서 오는지: 지정 단말의 이름, 또는 `{id, designated}`.", "NCT3-N-U2"),
        .init(
            "certificate", .choice(of: Circumstances.CertificateTie.self), .usually("same"), "same",
            "`other`: the session was opened with another certificate.", "`other`: 세션을 연 인증서가 다릅니다.", "nct-2025-04 2.5"),
        .init(
            "factors", .list(.either([.choice(of: FactorKind.self), .mapping(.agedProof)])), .required,
            "[certificate, {kind: totp, age: 20m}]", "What the person has shown, and how long ago.",
            "무엇을 제시했고 얼마나 지났는지.", "NCT2-4.2-C2"),
        .init(
            "grants", .list(.mapping(.grant)), .usually("[]"), nil, "Partner grants of the person.", "그 사람의 협력사 허가.",
            "NCT3-1-U1"),
        .init(
            "approvals", .list(.mapping(.heldApproval)), .usually("[]"), nil, "Approvals that the person holds.",
            "그 사람이 가진 승인.", "NCT3-1-U1"),
        .init(
            "revocation_age", .form(.age), .usually("0s"), "10m",
            "How old the revocation list is that clears the certificate.", "인증서가 폐지되지 않았음을 알리는 폐지목록이 얼마나 오래되었는지.",
            "nct-2025-04 2.5"),
        .init(
            "label", .choice(of: Grade.self), .otherwise(Wording("it says nothing", "응답이 말하지 않음")), "classified",
            "What the console's answer says that it counts as, where the console has a `label_header`.",
            "콘솔에 `label_header`가 있을 때 그 응답이 알리는 등급.", "NCT2-2.4-P1"),
        .init(
            "request", .form(.request), .required, "GET /project/x", "The method and the path.", "메서드와 경로.",
            "nct-2025-04 3(11)"),
    ]

    fileprivate static let ofPermits: [VocabularyKey] = [
        .init(
            "rules", .set(.name(.rules)), VocabularyMapping.unheld, "[fab-people]", "The rules that let it in.",
            "들여보낸 규칙.", "nct-2025-04 3(14)"),
        .init(
            "idle", .form(.age), VocabularyMapping.unheld, "10m", "The idle time that holds.", "적용되는 유휴 시간.",
            "nct-2025-04 2.2"),
        .init(
            "absolute", .form(.age), VocabularyMapping.unheld, "4h", "The longest life that holds.", "적용되는 최대 수명.",
            "nct-2025-04 2.2"),
        .init(
            "storage", .choice(of: Obligations.Storage.self), VocabularyMapping.unheld, "deny",
            "What holds for storing.", "저장에 관해 적용되는 것.", "NCT3-D-U1"),
        .init(
            "valid_until", .time, VocabularyMapping.unheld, "\"2026-11-23T10:15:00+09:00\"",
            "Until when the answer holds.", "답이 유효한 시각.", "nct-2025-04 3(10)"),
        .init(
            "background", .flag, VocabularyMapping.unheld, "false", "Whether it is a background request.", "배경 요청인지.",
            "nct-2025-04 2.2"),
        .init(
            "monitor", .flag, VocabularyMapping.unheld, "true", "Whether somebody looks on.", "누가 지켜보는지.", "NCT3-N-U1"),
        .init(
            "no_store", .flag, VocabularyMapping.unheld, "true", "Whether answers say `no-store`.",
            "응답에 `no-store`가 붙는지.", "RFC 9111 § 5.2"),
        .init(
            "floors", .set(.name(.floors)), VocabularyMapping.unheld, "[nct]", "The floors that were asked for too.",
            "함께 요구된 하한.", "nct-2025-04 3(3)"),
    ]
}
