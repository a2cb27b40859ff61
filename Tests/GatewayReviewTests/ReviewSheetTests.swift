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

    /// What was signed is known by this for years: the bytes never change.
    @Test func `has the same bytes in every version and every process`() {
        let sheet = ReviewSheet(
            .rights,
            ReviewPeriod(name: "2026-Q4", from: UnixTime(seconds: 1_790_780_400), to: UnixTime(seconds: 1_798_729_200)),
            [ReviewSheet.Table(.persons, [.account, .roles], [["kim-7f3a", "staff, \"한빛\"\n"]], left: 7)])
        #expect(
            sheet.canonicalText
                == #"{"from":"2026-10-01T00:00:00.000+09:00","kind":"rights","period":"2026-Q4","tables":[{"columns":["account","roles"],"left":7,"rows":[["kim-7f3a","staff, \"한빛\"\u000a"]],"section":"persons"}],"to":"2027-01-01T00:00:00.000+09:00"}"#
        )
        #expect(sheet.sha256.hex == "860a52b4163abeb20e45e96c5f0066779a32f10972377f2b9dcfdd1b7209eb57")
    }

    @Test func `keeps its digest whoever is shown it in part`() throws {
        let table = ReviewSheet.Table(.newSources, [.account, .source], [["kim-7f3a", "203.0.113.7"]])
        let sheet = ReviewSheet(.accessRecords, Self.period, [table])
        #expect(sheet.tables.map(\.masked) != sheet.tables)
        #expect(ReviewSheet(.accessRecords, Self.period, sheet.tables).sha256 == sheet.sha256)
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
