import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `A filter of records` {
    private func record(_ fields: String) throws -> ParsedRecord {
        try #require(Array("{\"seq\":7,\(fields)}".utf8).withUnsafeBytes { ParsedRecord(line: $0) })
    }

    /// "가-1", composed and not.
    private static let spellings = ["\u{AC00}-1", "\u{1100}\u{1161}-1"]

    @Test func `fits what is spelled as it was typed, or composed, and nothing that only looks the same`() throws {
        let (composed, other) = (Self.spellings[0], Self.spellings[1])
        for field in [#""object":""#, #""grants":[{"id":""#] {
            let end = field.hasPrefix(#""g"#) ? #""}]"# : #"""#
            var criteria = RecordCriteria()
            criteria.grant = composed
            #expect(criteria.matches(try record(field + composed + end)))
            #expect(!criteria.matches(try record(field + other + end)))
            criteria.grant = other
            #expect(criteria.matches(try record(field + composed + end)))
            #expect(criteria.matches(try record(field + other + end)))
        }
    }

    @Test func `has a spelling for each text that fits`() {
        let filter = RecordTextFilter(key: .person, text: Self.spellings[1])
        #expect(filter.texts.map { Array($0.utf8) } == [Self.spellings[1], Self.spellings[0]].map { Array($0.utf8) })
        let other = RecordTextFilter(key: .grant, text: Self.spellings[1])
        #expect(other.spellings.count == 2 * (other.fields.count + 1))
        #expect(RecordTextFilter(key: .person, text: "kim").texts == ["kim"])
    }

    @Test(arguments: [
        #""account":"kim-7f3a""#, #""object":"kim-7f3a""#, #""recipient":"kim-7f3a""#, #""approver":"kim-7f3a""#,
        #""applicant":"kim-7f3a""#, #""applicant":"lee-90aa","writers":["lee-90aa","kim-7f3a"]"#,
        #""applicant":"kim-7f3a","writers":["kim-7f3a","lee-90aa"]"#, #""writers":["a-1","kim-7f3a","b-2"]"#,
        #""applicant":"kim-7f3a lee-90aa""#, #""applicant":"lee-90aa kim-7f3a""#,
        #""applicant":"a-1 kim-7f3a b-2""#,
    ])
    func `of a person fits whoever did it, to whom it was done, and each who wrote it, by a spelling it has`(
        fields: String
    ) throws {
        var criteria = RecordCriteria()
        criteria.person = "kim-7f3a"
        #expect(criteria.matches(try record(fields)))
        let line = Array("{\"seq\":7,\(fields)}".utf8)
        let spellings = RecordTextFilter(key: .person, text: "kim-7f3a").spellings
        #expect(spellings.contains { line.firstRange(of: $0) != nil })
    }

    @Test(arguments: [
        #""applicant":"kim-7f3a2 lee-90aa""#, #""applicant":"a-kim-7f3a""#, #""stated_reason":"for kim-7f3a""#,
        #""approver":"CN=kim-7f3a; kim-7f3a x""#, #""writers":["lee-90aa"],"request":"kim-7f3a""#,
    ])
    func `of a person fits nobody else`(fields: String) throws {
        var criteria = RecordCriteria()
        criteria.person = "kim-7f3a"
        #expect(!criteria.matches(try record(fields)))
    }

    @Test func `of a person does not take the beginning of a name for one, where a text was cut`() throws {
        let names = (0..<40).map { "writer-\($0)" }.joined(separator: " ")
        let cut = RecordedText(names).text
        #expect(cut.utf8.count == RecordedText.limit)
        var criteria = RecordCriteria()
        criteria.person = cut.split(separator: " ").last.map(String.init)
        #expect(!criteria.matches(try record(#""applicant":"\#(cut)""#)))
        criteria.person = "writer-7"
        #expect(criteria.matches(try record(#""applicant":"\#(cut)""#)))
    }

    @Test(arguments: [
        (RecordKey.address, "::ffff:127.0.0.1", "127.0.0.1"), (.address, "2001:DB8::0:7", "2001:db8::7"),
        (.request, String(repeating: "AB", count: 16), String(repeating: "ab", count: 16)),
        (.event, String(repeating: "aB", count: 16), String(repeating: "ab", count: 16)),
        (.session, String(repeating: "AB", count: 32), String(repeating: "ab", count: 32)), (.person, "Kim", "Kim"),
    ])
    func `is put in order as records spell it`(key: RecordKey, typed: String, spelled: String) {
        #expect(key.ordered(typed) == spelled)
    }

    @Test(arguments: [
        (RecordKey.address, "here"), (.address, "10.20.0.5/24"), (.request, "12"),
        (.event, String(repeating: "g", count: 32)),
        (.session, String(repeating: "a", count: 63)), (.request, String(repeating: "\u{FF21}", count: 32)),
    ])
    func `is none where no record can hold it`(key: RecordKey, typed: String) {
        #expect(key.ordered(typed) == nil)
    }
}
