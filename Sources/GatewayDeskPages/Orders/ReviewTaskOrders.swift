import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayReview
import GatewayStore

/// A review, signed off by a person: every question answered, and what was found in their words.
struct SignReviewOrder: DeskOrder {
    let id: String

    var place: MenuPlace { .reviewTasks }
    var right: DeskRight { .signReview }
    var words: OrderWords { ReviewTaskWords.signing }
    var subject: String? { id }
    var home: DeskPath { .reviewTask(.one(id)) }

    private static let sheet = "sheet"
    private static let findings = "findings"

    /// Of every kind, the questions that its identifier names.
    private var checklist: [ReviewItem] {
        ReviewKind.allCases.first { id.hasPrefix($0.rawValue + "-") }?.checklist ?? []
    }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        let answers = [("", "—")] + ReviewVerdict.allCases.map { ($0.rawValue, visit.say($0.words)) }
        return [FieldSpec(Self.sheet, ReviewTaskWords.digest, .hidden)]
            + checklist.map { FieldSpec($0.rawValue, $0.words, .choice(answers)) }
            + [FieldSpec(Self.findings, ReviewTaskWords.findings, .lines(Reviews.mostFindings), isRequired: false)]
    }

    /// With the digest of what stands below: another sheet by then is not signed.
    func initial(_ visit: DeskVisit) async throws -> Entries {
        let task = try await visit.services.reviews.show(id, readBy: visit.reader(), requestID: visit.requestID)
        return Entries([Self.sheet: task.sheet?.sha256.hex ?? ""])
    }

    func surroundings(_ entries: Entries, trying: Bool, _ visit: DeskVisit) async throws -> OrderSurroundings {
        let task = try await visit.services.reviews.show(id, readBy: visit.reader(), requestID: visit.requestID)
        guard let sheet = task.sheet else { return OrderSurroundings() }
        guard entries[Self.sheet] == sheet.sha256.hex else { return OrderSurroundings(sections: [changed(visit)]) }
        return OrderSurroundings(
            sections: [
                Section(
                    "sheet", visit.say(ReviewTaskWords.signedHere),
                    facts: [(visit.say(ReviewTaskWords.digest), [.code(sheet.sha256.hex)])])
            ]
                + sheet.tables.map {
                    ReviewTaskPages.section(visit.mayChange ? $0 : $0.masked, in: visit.language)
                })
    }

    /// Nothing stands below a form but what it signs: another sheet is looked at in a form of its own.
    private func changed(_ visit: DeskVisit) -> Section {
        var section = Section("sheet", visit.say(ReviewTaskWords.signedHere))
        section.note = visit.say(ReviewTaskWords.changedSince)
        section.more = LinkList([Link(visit.say(ReviewTaskWords.lookAgain), .reviewTask(.sign(id)))])
        return section
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        var answers: [ReviewItem: ReviewVerdict] = [:]
        for item in checklist { answers[item] = entries[item.rawValue].flatMap(ReviewVerdict.init) }
        let statement = ReviewStatement(
            answers: answers, findings: entries[Self.findings] ?? "",
            sheet: entries[Self.sheet].flatMap { SHA256Digest(hex: $0) })
        _ = try await visit.services.reviews.sign(id, statement, mandate)
        return .done(.carriedOut)
    }
}

/// A right that nobody uses stays, for a reason and for a time.
struct KeepRightOrder: DeskOrder {
    var place: MenuPlace { .leastPrivilege }
    var words: OrderWords { ReviewTaskWords.keeping }
    var home: DeskPath { .reviewTask(.unused) }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        [
            FieldSpec("right", ReviewTaskWords.right, .line(300), hint: ReviewTaskWords.rightHint),
            FieldSpec("until", ReviewTaskWords.until, .instant, hint: FrameWords.koreanTime),
        ]
    }

    func initial(_ visit: DeskVisit) async throws -> Entries { Entries(["right": visit.query["right"] ?? ""]) }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        _ = try await visit.services.reviews.keep(
            entries["right"] ?? "", until: try entries.instant("until"), mandate)
        return .done(.carriedOut)
    }
}
