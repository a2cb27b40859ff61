import GatewayIdentity
import Testing

@testable import GatewayReview

@Suite struct `A review's sheet` {
    private static let period = ReviewInterval.month.period(at: UnixTime(seconds: 1_795_309_200))

    @Test func `is read back as it was written, and keeps its digest`() throws {
        let sheet = ReviewSheet(
            .rights, Self.period,
            [
                ReviewSheet.Table(.persons, [.account, .roles], [["kim-7f3a", "staff"], ["lee-90aa", "\"\\\n한빛"]]),
                ReviewSheet.Table(.approvals, [.account], [], left: 7),
            ])
        let text = sheet.canonicalText
        let read = try #require(ReviewSheet(canonical: text))
        #expect(read == sheet)
        #expect(read.sha256 == sheet.sha256)
        #expect(read.accounts == ["kim-7f3a", "lee-90aa"])
        #expect(ReviewSheet(canonical: "{}") == nil)
        #expect(ReviewSheet(canonical: text + " x") == nil)
    }

    @Test func `has another digest when one cell is another`() {
        let one = ReviewSheet(.rights, Self.period, [ReviewSheet.Table(.persons, [.account], [["kim-7f3a"]])])
        let other = ReviewSheet(.rights, Self.period, [ReviewSheet.Table(.persons, [.account], [["kim-7f3b"]])])
        #expect(one.sha256 != other.sha256)
    }

    @Test(arguments: ReviewKind.allCases)
    func `of every kind asks something, and in both languages`(kind: ReviewKind) {
        #expect(!kind.checklist.isEmpty)
        #expect(Set(kind.checklist).count == kind.checklist.count)
        for language in Language.allCases {
            #expect(kind.checklist.allSatisfy { !$0.question(in: language).isEmpty })
            #expect(!kind.title(in: language).isEmpty)
        }
        #expect(kind.checklist.allSatisfy { $0.question(in: .korean) != $0.question(in: .english) })
    }

    @Test func `has words for what it counts, and keeps what people wrote`() {
        #expect(SheetColumn.fact.shown("new_sources", in: .korean) == "새로운 접속지")
        #expect(SheetColumn.fact.shown("new_sources", in: .english) == "new sources")
        #expect(SheetColumn.type.shown("person_role", in: .korean) == "사용자의 역할")
        #expect(SheetColumn.type.shown("login_ok", in: .korean) == "login_ok")
        #expect(SheetColumn.path.shown("records", in: .korean) == "records")
    }

    @Test func `of the records is not signed by those who administer what they tell of`() {
        #expect(ReviewKind.accessRecords.signers.map(\.text) == ["auditor"])
        #expect(ReviewKind.allCases.allSatisfy { !$0.signers.isEmpty })
    }
}
