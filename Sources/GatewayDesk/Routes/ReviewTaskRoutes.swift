internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayReview
internal import GatewayStore
internal import Hummingbird

/// Reviews as tasks, what nobody uses, and what is kept all the same.
struct ReviewTaskRoutes: DeskRoutes {
    static let tag = DeskTag(
        name: "Review tasks", note: "Reviews of a period, signed off by people; rights that nobody uses.")

    private let services: DeskServices
    private var reviews: Reviews { services.reviews }

    init(_ services: DeskServices) { self.services = services }

    static let operations: [DeskOperation<Self>] = [
        .get(
            "review-tasks", "listReviewTasks", "Reviews, the latest first, without what is to be looked at.",
            query: [QueryMember("state", .words("open", "overdue", "signed"), "Only those.")],
            answers: .list("review_tasks", of: ReviewTaskDocument.self), use: Self.list),
        .get(
            "review-tasks/{id}", "readReviewTask", "One, with what is to be looked at.",
            answers: .ok(ReviewTaskDocument.self), refuses: [.notThere], use: Self.show),
        .post(
            "review-tasks/{id}/sign", "signReviewTask",
            "Sign it off as it was seen: every question answered, by somebody whose role it is, about more than themselves.",
            by: .right(.signReview), taking: SignReview.self, answers: .ok(ReviewTaskDocument.self),
            refuses: [.notThere, .conflict, .impossible], use: Self.sign),
        .get(
            "unused-rights", "readUnusedRights",
            "What nobody used in the last 90 days, as of the last look at the records.",
            answers: .ok(UnusedRightsDocument.self), refuses: [.conflict], use: Self.unused),
        .get(
            "kept-rights", "listKeptRights", "Rights that stay although nobody uses them.",
            answers: .list("kept_rights", of: KeptRightDocument.self), use: Self.kept),
        .post(
            "kept-rights", "keepRight", "Keep one, for a reason and for a time.", taking: KeepRight.self,
            answers: .created(KeptRightDocument.self), refuses: [.impossible], use: Self.keep),
        .post(
            "kept-rights/end", "endKeptRight", "End it before its time.", taking: EndKeptRight.self, answers: .done,
            refuses: [.notThere], use: Self.endKeeping),
    ]

    @Sendable private func list(_ call: DeskCall) async throws -> DeskAnswer {
        let state = call.query("state")
        if let state, !["open", "overdue", "signed"].contains(state) {
            throw DeskProblem.badRequest("'state' is 'open', 'overdue' or 'signed'")
        }
        let tasks = try await reviews.list(readBy: call.actor, requestID: call.requestID)
            .map { document($0, call) }
        return try .list(
            "review_tasks",
            tasks.filter { state == nil || $0.state == state || (state == "open" && $0.state == "overdue") })
    }

    @Sendable private func show(_ call: DeskCall) async throws -> DeskAnswer {
        let task = try await reviews.show(call.parameter("id"), readBy: call.actor, requestID: call.requestID)
        return try .json(document(task, call))
    }

    @Sendable private func sign(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(SignReview.self)
        let task = try await reviews.sign(call.parameter("id"), body.statement(), mandate)
        return try .json(document(task, call))
    }

    private func document(_ task: ReviewTask, _ call: DeskCall) -> ReviewTaskDocument {
        ReviewTaskDocument(
            task, owner: reviews.owner(of: task.kind), isMasked: !call.holds(.changePeople), at: call.now)
    }

    @Sendable private func unused(_ call: DeskCall) async throws -> DeskAnswer {
        // The same as a look at rights: recorded before it is answered.
        _ = try await reviews.kept(readBy: call.actor, requestID: call.requestID)
        guard let sheet = services.unusedRights() else {
            throw DeskProblem(
                status: 409, reason: .overloaded,
                detail:
                    "the records are still being read for the first time since the start: try again in a few minutes")
        }
        return try .json(UnusedRightsDocument(sheet))
    }

    @Sendable private func kept(_ call: DeskCall) async throws -> DeskAnswer {
        let kept = try await reviews.kept(readBy: call.actor, requestID: call.requestID)
        return try .list("kept_rights", kept.map { KeptRightDocument($0) })
    }

    @Sendable private func keep(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(KeepRight.self)
        let kept = try await reviews.keep(body.right, until: Instant.read(body.until, "until"), mandate)
        return try .json(KeptRightDocument(kept), status: .created)
    }

    @Sendable private func endKeeping(_ call: DeskCall) async throws -> DeskAnswer {
        let (body, mandate) = try call.order(EndKeptRight.self)
        try await reviews.endKeeping(body.right, mandate)
        return .done
    }
}

struct SignReview: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "SignReview", "What the reviewer found.",
        [
            .needed(
                "answers", .map(of: .choice(of: ReviewVerdict.self), namedBy: ReviewItem.self),
                "Of each of the task's questions, by its `item`."),
            .maybe("findings", .text, "What was found, in the reviewer's own words."),
            .needed(
                "sheet_sha256", .digest, "Of the sheet that was looked at, as it was shown: another by then is refused."
            ),
            .reason,
        ])

    let answers: [String: String]
    let findings: String?
    let sheetSHA256: String
    let reason: String

    func statement() throws(DeskProblem) -> ReviewStatement {
        var read: [ReviewItem: ReviewVerdict] = [:]
        for (name, answer) in answers {
            guard let item = ReviewItem(rawValue: name) else {
                throw .badRequest("'answers' has '\(name)', which is no question of a review")
            }
            guard let verdict = ReviewVerdict(rawValue: answer) else {
                throw .badRequest("the answer to '\(name)' is 'sound' or 'finding'")
            }
            read[item] = verdict
        }
        guard let sheet = SHA256Digest(hex: sheetSHA256) else {
            throw .badRequest("'sheet_sha256' is a SHA-256 in hexadecimal, as the review shows it")
        }
        return ReviewStatement(answers: read, findings: findings ?? "", sheet: sheet)
    }

    private enum CodingKeys: String, CodingKey {
        case answers, findings, reason
        case sheetSHA256 = "sheet_sha256"
    }
}

struct KeepRight: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "KeepRight", "Which right stays, and until when.",
        [
            .needed(
                "right", .rightName, "As `unused-rights` names it; a rule's or a person's holds for all its parts."),
            .needed("until", .instant, "No later than the policy lets an exception last."), .reason,
        ])

    let right: String
    let until: String
    let reason: String
}

struct EndKeptRight: StrictBody, Reasoned {
    static let schema = ObjectSchema(
        "EndKeptRight", "Which right is not kept any more.", [.needed("right", .rightName), .reason])

    let right: String
    let reason: String
}

extension ValueSchema {
    static let rightName = Self.text(6...300, pattern: "^(?:rule|person):[^\\s]+$", example: "rule:nct-admin")
}
