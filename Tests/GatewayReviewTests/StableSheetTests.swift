import GatewayIdentity
import GatewayPolicy
import Testing

@testable import GatewayReview

/// A review is signed by the digest of its sheet: the same records make the same one, on every machine and whenever it is made (compliance profile
/// nct-2025-04, 2.9).
@Suite struct `The sheet of a month that is over` {
    private static let november = ReviewInterval.month.period(
        at: RFC3339.parse("2026-11-01T00:00:00+09:00") ?? UnixTime(seconds: 0))

    private static func line(
        _ type: String, by account: String, _ rest: String = "", at time: String = "2026-11-20T10:00:00.000+09:00"
    ) -> String {
        #"{"seq":7,"ts":"\#(time)","type":"\#(type)","account":"\#(account)","roles":["staff"],"src_ip":"10.1.2.3"\#(rest),"hash":"ab"}"#
    }

    private static func privileged(
        _ account: String, _ console: String, at time: String = "2026-11-20T10:00:00.000+09:00"
    )
        -> String
    {
        line(
            "decision", by: account,
            #","upstream":"\#(console)","grade":"sensitive","method":"GET","path":"/x","action":"admin","decision":"permit","inputs":"whole""#,
            at: time)
    }

    private static func sheet(_ lines: [String]) -> ReviewSheet {
        var tally = AccessTally(november)
        for line in lines { Array(line.utf8).withUnsafeBytes { tally.take($0) } }
        return tally.sheet()
    }

    private static func rows(_ sheet: ReviewSheet, _ section: SheetSection) -> [[String]] {
        sheet.tables.first { $0.section == section }?.rows ?? []
    }

    /// Cells that read the same when they are put together, all as frequent: a table's order would be that of its memory, another in each process.
    private static let pairs = ["a", "b", "c", "d", "e", "f", "g", "h"].flatMap { letter in
        [("kim-\(letter)x", "build"), ("kim-\(letter)", "xbuild")]
    }

    @Test func `lists what is as frequent in an order that only the records make`() {
        let sheet = Self.sheet(
            Self.pairs.map { Self.privileged($0, $1) }
                + Self.pairs.map { account, console in
                    Self.line(console == "build" ? "build_export" : "xbuild_export", by: account)
                })
        let expected = Self.pairs.sorted { $0.0 < $1.0 }
        #expect(Self.rows(sheet, .privileged).map { [$0[0], $0[1]] } == expected.map { [$0.0, $0.1] })
        #expect(Self.rows(sheet, .reading).map { [$0[0], $0[1]] } == expected.map { [$0.0, $0.1 + "_export"] })
        #expect(Self.rows(sheet, .people).map { $0[0] } == expected.map(\.0))
    }

    @Test func `has the same digest however often it is made, and whatever is recorded afterwards`() {
        let lines = Self.pairs.map { Self.privileged($0, $1) } + [Self.line("login_ok", by: "lee-90aa")]
        let digest = Self.sheet(lines).sha256
        #expect(Self.sheet(lines).sha256 == digest)
        let later = Self.pairs.map { Self.privileged($0, $1, at: "2026-12-01T00:00:00.000+09:00") }
        #expect(Self.sheet(lines + later).sha256 == digest)
        #expect(Self.sheet(lines + [Self.privileged("kim-a", "build")]).sha256 != digest)
    }
}
