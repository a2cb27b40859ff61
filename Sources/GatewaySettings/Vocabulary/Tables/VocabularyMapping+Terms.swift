import GatewayIdentity
import GatewayPolicy

// Approvals, floors, exceptions.

extension VocabularyMapping {
    static let approval = VocabularyMapping(
        "approval", "an approval", "Approvals", "승인",
        bonds: [
            .needs("from_roles", other: "approvers"), .needs("distinct_from", other: "approvers"),
            .needs("kinds", other: "fields"), .needs("fields", other: "kinds"),
            .needs("log_bundle", other: "approvers"),
        ],
        keys: [
            .init(
                "approvers", .either([.count(1...Approval.mostApprovers), .list(.mapping(.approverGroup))]),
                .otherwise(Wording("nobody votes on it", "아무도 표결하지 않음")), "2",
                "How many people approve it, with `from_roles`; or a list of groups, which all must approve, each by people of its own.",
                "몇 사람이 승인하는지(`from_roles`와 함께), 또는 모두가 각자의 사람으로 승인해야 하는 집단의 목록.", "NCT2-4.2-U3"),
            .init(
                "from_roles", .filledSet(.name(.roles)),
                .otherwise(Wording("needed with a number of `approvers`", "`approvers`가 수이면 필요함")), "[staff]",
                "Who can approve: roles of our own people.", "승인할 수 있는 사람: 우리 구성원의 역할.", "NCT2-4.2-U3"),
            .init(
                "distinct_from", .set(.choice(of: Party.self)), .usually("[]"), "[requester]",
                "Whoever asks is none of the approvers.", "요청한 사람은 승인할 수 없습니다.", "NCT2-4.2-U3"),
            .init(
                "max_life", .duration, .otherwise(Wording("until its own end", "자신의 끝까지")), "4h",
                "Counted from its start, it holds no longer, whatever was entered.",
                "무엇이 입력되었든 시작에서부터 이보다 오래 유효하지 않습니다.",
                "nct-2025-04 3(8)"),
            .init(
                "renew", .duration, .otherwise(Wording("never", "다시 하지 않음")), "1y",
                "After this time it has to be done again.",
                "이 시간이 지나면 다시 해야 합니다.", "NCT3-2-U1"),
            .init(
                "log_bundle", .flag, .usually("false"), "true",
                "Once it is over, the records of what was done by it are put together for whoever approved it.",
                "끝나면 그동안의 작업 기록을 모아 승인한 사람에게 제공합니다.", "NCT2-1-P2"),
            .init(
                "kinds", .filledSet(.choice(of: ApprovalDocument.Kind.self)),
                .otherwise(Wording("no document", "문서 없음")),
                "[export_approval, export_notification]", "The document that it is entered with.", "함께 입력하는 문서의 종류.",
                "NCT3-1-U1"),
            .init(
                "fields", .filledSet(.choice(of: ApprovalDocument.Field.self)),
                .otherwise(Wording("no document", "문서 없음")),
                "[ref, persons, from, to]", "What of the document has to be entered.", "문서에서 반드시 입력해야 하는 것.",
                "NCT3-1-U1"),
        ])

    static let approverGroup = VocabularyMapping(
        "approver_group", "a group of approvers", "Groups of approvers", "승인자 집단",
        keys: [
            .init(
                "from_roles", .filledSet(.name(.roles)), .required, "[staff]", "Who belongs to the group.",
                "집단에 속하는 역할.",
                "NCT2-4.2-U3"),
            .init(
                "count", .count(1...Approval.mostApprovers), .required, "1", "How many of them must approve.",
                "그 가운데 몇 사람이 승인해야 하는지.", "NCT2-4.2-U3"),
        ])

    static let floor = VocabularyMapping(
        "floor", "a floor", "Floors", "하한",
        keys: [
            selector(
                "grades", .filledSet(.choice(of: Grade.self)), "[classified]", "Consoles of one of these grades.",
                "이 등급 가운데 하나인 콘솔."),
            selector(
                "tags", .filledSet(.name(.tags)), "[national_core_technology]", "Consoles with one of these tags.",
                "이 태그 가운데 하나를 가진 콘솔."),
            selector(
                "roles", .filledSet(.name(.roles)), "[staff]", "Whoever holds one of these roles.",
                "이 역할 가운데 하나를 가진 사람."),
            .init(
                "factors", .factors, .usually("[]"), "[second]", "At least these, and none older.",
                "최소한 이것들, 더 오래되지 않게.",
                "NCT3-A-C1"),
        ] + VocabularyKey.limits + [
            .init(
                "approvals", .set(.name(.approvals)), .usually("[]"), "[two_person]", "At least these.", "최소한 이것들.",
                "NCT3-1-U1"),
            .init(
                "zones", .filledSet(.name(.zones)), .otherwise(Wording("everywhere", "어디서나")), "[internal]",
                "Beyond these nothing is possible.", "이 밖에서는 아무것도 할 수 없습니다.", "NCT3-N-U2"),
            .init(
                "windows", .filledSet(.name(.windows)), .otherwise(Wording("always", "언제나")), "[office]",
                "Outside of these nothing is possible.", "이 밖의 시간에는 아무것도 할 수 없습니다.", "nct-2025-04 3(10)"),
        ])

    private static func selector(
        _ name: String, _ kind: ValueKind, _ example: String, _ english: String, _ korean: String
    ) -> VocabularyKey {
        .init(
            name, kind, .otherwise(Wording("fits always", "언제나 들어맞음")), example, "Of what it speaks. " + english,
            "무엇에 적용되는지. " + korean, "nct-2025-04 3(3)")
    }

    static let exception = VocabularyMapping(
        "exception", "an exception", "Exceptions", "예외",
        keys: [
            .init(
                "to", .name(.rules), .required, "fab-people",
                "The rule: of an allow rule its zones and windows are widened, of a deny rule its `unless`.",
                "대상 규칙: 허용 규칙이면 구역과 시간대가, 거부 규칙이면 `unless`가 넓어집니다.", "nct-2025-04 3(13)"),
            .init(
                "accounts", .filledSet(.account),
                .otherwise(Wording("everybody whom the rule is for", "규칙이 적용되는 모두")), "[kim-7f3a]",
                "For whom it holds.",
                "누구에게 적용되는지.", "nct-2025-04 3(13)"),
            .init(
                "zones", .set(.name(.zones)), .usually("[]"), "[internal]", "Zones that are let in besides.",
                "더 허용되는 구역.",
                "nct-2025-04 3(13)"),
            .init(
                "windows", .set(.name(.windows)), .usually("[]"), "[office]", "Windows that are open besides.",
                "더 열리는 시간대.",
                "nct-2025-04 3(13)"),
            .init(
                "from", .time, .required, "\"2026-11-23T00:00:00+09:00\"", "When it begins.", "시작하는 시각.", "NCT2-2.4-P3"),
            .init(
                "expires", .time, .required, "\"2026-11-28T00:00:00+09:00\"",
                "When it is over, open connections included. No later than `max_exception_days` of the defaults after its start.",
                "끝나는 시각. 열린 연결도 함께 끝납니다. 시작에서 기본값의 `max_exception_days`를 넘을 수 없습니다.", "NCT2-2.4-P3"),
            .init(
                "reason", .text(longest: nil), .required, "the cables of the second floor are being laid anew",
                "Why it is needed, for people.", "왜 필요한지, 사람이 읽도록.", "NCT2-2.4-P3"),
            .init(
                "approved_by", .account, .required, "park-5e11", "Who stands for it.", "누가 책임지고 승인했는지.", "NCT2-2.4-P3"),
        ])
}
