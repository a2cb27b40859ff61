import GatewayCrypto
import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `A file of records` {
    private static func stretch(_ first: UInt64, _ last: UInt64, _ before: UInt8, _ after: UInt8) -> DeletedStretch {
        DeletedStretch(
            first: first, last: last, previousHash: SHA256.digest(of: [before]), lastHash: SHA256.digest(of: [after]))
    }

    private static func record(_ sequence: Int) -> String { #"{"seq":\#(sequence),"type":"access"}"# }

    @Test func `has what was deleted where it stood, those that follow each other as one`() {
        let lines = ExportedLine.ordered(
            [3, 9].map(Self.record),
            [Self.stretch(7, 8, 6, 8), Self.stretch(1, 2, 0, 2), Self.stretch(4, 6, 3, 6), Self.stretch(10, 12, 9, 12)])
        #expect(
            lines == [
                .deleted(Self.stretch(1, 2, 0, 2)), .record(Self.record(3)), .deleted(Self.stretch(4, 8, 3, 8)),
                .record(Self.record(9)), .deleted(Self.stretch(10, 12, 9, 12)),
            ])
    }

    @Test func `joins no stretches that are not of one chain`() {
        let two = [Self.stretch(1, 2, 0, 2), Self.stretch(3, 4, 7, 4)]
        #expect(DeletedStretch.joined(two) == two)
        #expect(ExportedLine.ordered([], two) == two.map { .deleted($0) })
        #expect(ExportedLine.ordered([Self.record(5)], []) == [.record(Self.record(5))])
    }

    @Test func `has no formula and no record's type in a row that is no record`() {
        let row = ExportCSV.note("deleted", at: 4, saying: "=1+1, gone", #"{"a":1}"#)
        #expect(row.hasPrefix("4,,(deleted),") && row.hasSuffix(",\"{\"\"a\"\":1}\"\r\n"))
        #expect(row.contains(",\"'=1+1, gone\","))
        #expect(RecordType(rawValue: "(deleted)") == nil)
        let cells = row.split(separator: ",", omittingEmptySubsequences: false).count
        #expect(cells == ExportCSV.header.split(separator: ",").count + 1, "one comma stands in the words")
    }
}
