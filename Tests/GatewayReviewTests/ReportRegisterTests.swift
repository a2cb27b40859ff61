import GatewayIdentity
import Testing

@testable import GatewayReview

/// Compliance profile nct-2025-04, T11.
@Suite struct `The register of reports` {
    private static let start = UnixTime(seconds: 1_795_309_200)
    private static let day = Duration.seconds(86400)

    private func report(
        _ id: String, _ kind: ReportKind = .provider, about: String = "cloud", made: Int = 0, due: Int = 30
    ) -> FiledReport {
        FiledReport(
            id: id, file: .init(name: "f", sha256: SHA256Digest(bytes: [UInt8](repeating: 1, count: 32))!, size: 1),
            content: .init(
                kind, about: about, madeAt: Self.start + Self.day * made, due: Self.start + Self.day * due),
            by: AccountName(stored: "hong-41c2"), at: Self.start, reason: "r")
    }

    private func overdue(_ reports: [FiledReport], at now: UnixTime) -> [String] {
        ReportRegister(reports, at: now).overdue.map(\.id)
    }

    @Test func `has a report overdue from the instant on by which the next was due`() {
        let due = Self.start + Self.day * 30
        #expect(overdue([report("a")], at: due - .milliseconds(1)) == [])
        #expect(overdue([report("a")], at: due) == ["a"])
    }

    @Test func `has none overdue whose next one is there, of the same matter alone`() {
        let late = Self.start + Self.day * 31
        #expect(overdue([report("a"), report("b", made: 29, due: 60)], at: late) == [])
        #expect(overdue([report("a"), report("b", about: "other", made: 29, due: 60)], at: late) == ["a"])
        #expect(overdue([report("a"), report("b", .bypass, made: 29, due: 36)], at: late) == ["a"])
    }

    @Test func `has one newest look around the gate, whatever machine it is of`() {
        let register = ReportRegister(
            [report("a", .bypass, about: "m1", due: 7), report("b", .bypass, about: "m2", made: 7, due: 14)],
            at: Self.start + Self.day * 8)
        #expect(register.newest.map(\.id) == ["b"] && register.overdue.isEmpty)
        #expect(register.reports.map(\.id) == ["b", "a"])
    }

    @Test func `as of a time before knows nothing of later reports`() {
        let reports = [report("a"), report("b", made: 40, due: 70)]
        #expect(overdue(reports, at: Self.start + Self.day * 35) == ["a"])
        #expect(ReportRegister(reports, at: Self.start + Self.day * 35).newest.map(\.id) == ["a"])
    }

    @Test(arguments: ["", " a", "a\nb", "a\u{202E}b", String(repeating: "a", count: 256)])
    func `takes no name that is not one line of what is printed`(name: String) {
        #expect(!ReportLimits.isName(name))
        #expect(ReportLimits.isName("네이버 클라우드 2026 (scan).pdf"))
    }
}
