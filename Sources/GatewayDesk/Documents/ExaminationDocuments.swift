internal import GatewayAccess

extension PolicyExamination: DeskDocument {
    static let schema = ObjectSchema(
        "Examination", "What was found in a draft.",
        [
            .maybe("policy_sha256", .digest, "As decisions would be recorded under it; absent when it cannot be read."),
            .needed("consoles", .count),
            .needed("rules", .count),
            .needed("tests", .count),
            .maybe("tests_before", .count, "Tests of what it is held against."),
            .maybe(
                "beside", .count,
                "The version that changes and replay are told beside: in force, or the last that two people stand behind."
            ),
            .needed("defects", .list(of: .text)),
            .needed("failing_tests", .list(of: .text)),
            .needed("warnings", .list(of: .text)),
            .needed("changes", .list(of: .object(PolicyAlteration.self))),
            .needed(
                "lowered", .list(of: .text), "What gets a lower grade: a security administrator approves that."),
            .needed("shut_out", .list(of: .text), "Who could not go on administering, and why."),
            .maybe(
                "replay", .object(PolicyReplayReport.self), "Absent: not replayed. An approval stands for that, too."),
        ])
}

extension PolicyAlteration: DeskDocument {
    static let schema = ObjectSchema(
        "PolicyChange", "One thing that a policy says otherwise than another.",
        [
            .needed("change", .words("added", "removed", "changed")),
            .needed("section", .text, "As the files call it; `tests` for those that come with the policy."),
            .needed("name", .text),
            .needed(
                "values", .list(of: .object(Value.self)),
                "What it says otherwise; of what came or went, all that it says."),
        ])
}

extension PolicyAlteration.Value: DescribedObject {
    static let schema = ObjectSchema(
        "PolicyValue", "One key of it, before and after.",
        [
            .needed("key", .text),
            .maybe("before", .text, "Absent: not said. What is longer than \(limit) bytes ends in `…`."),
            .maybe("after", .text),
        ])
}

extension PolicyReplayReport: DescribedObject {
    static let schema = ObjectSchema(
        "PolicyReplay", "What a draft would have done to recorded requests, in numbers of them.",
        [
            .needed("sha256", .digest, "Of the report that names people."),
            .needed("gained", .count, "Would be allowed, and were not."),
            .needed("lost", .count, "Were allowed, and would not be."),
            .needed("eased", .count),
            .needed("tightened", .count),
            .needed("reworded", .count, "The same answer for another reason."),
            .needed("unchanged", .count),
            .needed("undecidable", .count, "Not to be decided from what was recorded."),
            .maybe(
                "masked", .flag,
                "Whether people are numbers in `report`, and requests left out: for whoever may not read about people."),
            .needed("report", .text, "Canonical JSON."),
        ])
}
