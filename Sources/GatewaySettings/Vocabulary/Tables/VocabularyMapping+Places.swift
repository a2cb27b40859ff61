import GatewayIdentity
import GatewayPolicy

// Zones, windows, tags.

extension VocabularyMapping {
    static let zone = VocabularyMapping(
        "zone", "a zone", "Zones", "구역",
        keys: [
            .init(
                "cidr", .list(.network), .required, "[10.20.0.0/16]", "The networks that make it up.", "구역을 이루는 대역.",
                "NCT2-4.3-U1"),
            .init(
                "needs", .set(.name(.approvals)), .usually("[]"), "[two_person]",
                "Asked of whoever comes from here, under every rule, also where the address lies in another zone too.",
                "이곳에서 오는 사람에게 모든 규칙에서 요구됩니다. 주소가 다른 구역에도 들어 있어도 마찬가지입니다.", "NCT2-4.3-U1"),
        ])

    static let window = VocabularyMapping(
        "window", "a window", "Windows", "시간대",
        keys: [
            .init(
                "days", .set(.choice(Weekday.abbreviations)), .required, "[mon, tue, wed, thu, fri]",
                "Days of the week on which it is open.", "열리는 요일.", "nct-2025-04 3(10)"),
            .init(
                "hours", .either([.form(.hours), .list(.form(.hours))]), .required,
                "[\"08:00-12:00\", \"13:00-19:00\"]",
                "One range, or a list of them. At 19:00:00 a window until 19:00 is shut.",
                "하나, 또는 여럿의 목록. 19:00까지인 시간대는 19:00:00에 닫힙니다.", "nct-2025-04 3(10)"),
            .init(
                "zone", .form(.timeZone), .otherwise(Wording("`timezone` of the defaults", "기본값의 `timezone`")),
                "Asia/Seoul", "What its hours are counted in.", "시각을 재는 기준.", "nct-2025-04 3(10)"),
            .init(
                "holidays", .either([.name(.holidays), .set(.date)]), .usually("[]"), "kr",
                "Dates on which it stays shut, or the name of a set of them.", "닫힌 채로 있는 날짜, 또는 그런 날짜 묶음의 이름.",
                "nct-2025-04 3(10)"),
        ])

    static let tag = VocabularyMapping(
        "tag", "a tag", "Tags", "태그",
        keys: [
            .init(
                "treat_as", .choice(of: Grade.self), .required, "classified",
                "Raises the grade of its consoles to this one; labels never lower.",
                "콘솔의 등급을 여기까지 올립니다. 태그가 등급을 낮추는 일은 없습니다.",
                "nct-2025-04 3(4)"),
            .init(
                "factors", .factors, .usually("[]"), "[second]", "Added to every rule.", "모든 규칙에 더해집니다.", "NCT3-A-C1"),
            .init(
                "require", .set(.either([.word("designated_device"), .name(.approvals)])), .usually("[]"),
                "[designated_device, two_person]",
                "Asked of everybody, whatever the rule: names of approvals, and `designated_device`.",
                "규칙과 상관없이 모두에게 요구됩니다: 승인의 이름과 `designated_device`.", "NCT3-N-U2"),
            .init(
                "residency", .country, .otherwise(Wording("not asked for", "요구하지 않음")), "KR",
                "Its consoles must say that they stand in this country and name their contract; without a word about double encryption nobody comes in.",
                "콘솔이 이 나라에 있다고 밝히고 계약을 적어야 합니다. 이중 암호화에 관한 기록이 없으면 아무도 들어올 수 없습니다.",
                "NCT2-1-P1"),
        ] + VocabularyKey.obligations)
}

extension VocabularyKey {
    /// `storage` and `monitor`, of tags and allow rules.
    static let obligations: [VocabularyKey] = [
        .init(
            "storage", .choice(of: Obligations.Storage.self), .usually("allow"), "deny",
            "Whether what is received may be kept. `deny`: no file passes, by whatever name. Of several, the strictest holds.",
            "받은 것을 저장해도 되는지. `deny`: 이름이 무엇이든 어떤 파일도 지나가지 못합니다. 여럿이면 가장 엄격한 것이 적용됩니다.",
            "NCT3-D-U1"),
        .init(
            "monitor", .flag, .usually("false"), "true", "Whether somebody looks on while it lasts; records say so.",
            "진행되는 동안 누가 지켜보는지. 기록에 남습니다.", "NCT3-N-U1"),
    ]
}
