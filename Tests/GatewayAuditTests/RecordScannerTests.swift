import GatewayIdentity
import Testing

@testable import GatewayAudit

@Suite struct `A scan of a record` {
    private static let fields: [RecordField] = [.sequence, .type, .factors, .path, .grants, .hash]

    private func scan<R>(_ text: String, _ use: (Bool, RecordScanner, UnsafeRawBufferPointer) -> R) -> R {
        var scanner = RecordScanner(Self.fields)
        return Array(text.utf8).withUnsafeBytes { line in
            let isRecord = scanner.scan(line)
            return use(isRecord, scanner, line)
        }
    }

    @Test func `finds what a whole reading finds, in records of every type`() throws {
        for line in RecordSamples.lines(RecordSamples.everyType) {
            let parsed = try #require(line.withUnsafeBytes { ParsedRecord(line: $0) })
            var scanner = RecordScanner(RecordField.allCases)
            line.withUnsafeBytes { line in
                let isRecord = scanner.scan(line)
                #expect(isRecord)
                for field in RecordField.allCases {
                    #expect(scanner.text(field, of: line) == parsed.text(field), "\(field)")
                    #expect((scanner.value(field, of: line) == nil) == (parsed[field] == nil), "\(field)")
                }
            }
        }
    }

    @Test func `lends members as they stand, brackets in text and all`() {
        scan(#"{"seq":7,"path":"/a]}\"\u003a","factors":[{"kind":"}"},{"kind":"]"}],"type":"access"}"#) {
            isRecord, scanner, line in
            #expect(isRecord)
            #expect(scanner.value(.sequence, of: line).map { String(decoding: $0, as: UTF8.self) } == "7")
            #expect(scanner.text(.path, of: line) == #"/a]}":"#)
            #expect(
                scanner.member(.factors, of: line).map { String(decoding: $0, as: UTF8.self) }
                    == #""factors":[{"kind":"}"},{"kind":"]"}]"#)
            #expect(scanner.text(.grants, of: line) == nil)
        }
    }

    @Test func `forgets the line before`() {
        var scanner = RecordScanner(Self.fields)
        let lines = [#"{"type":"access"}"#, #"{"seq":1}"#].map { Array($0.utf8) }
        for line in lines {
            let isRecord = line.withUnsafeBytes { scanner.scan($0) }
            #expect(isRecord)
        }
        lines[1].withUnsafeBytes { #expect(scanner.text(.type, of: $0) == nil) }
    }

    @Test(arguments: [
        "", "{", "{}", "[]", #"{"seq"}"#, #"{"seq":}"#, #"{"seq":1"#, #"{"seq":1}}"#, #"{"seq":1} "#, #"{"seq":1,}"#,
        #"{"type":"access}"#, #"{"type":"acc\"}"#, #"{"factors":[1}"#, #"{"seq":1,"seq":2}"#, #"{ "seq":1}"#,
        #"{"seq":true}"#,
    ])
    func `refuses what is not one object with each name once`(text: String) {
        #expect(!scan(text) { isRecord, _, _ in isRecord })
    }

    @Test func `takes any bytes without harm`() {
        var random = SystemRandomNumberGenerator()
        let line = RecordSamples.lines([RecordSamples.access])[0]
        for _ in 0..<3000 {
            var bytes = line
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                bytes[Int.random(in: bytes.indices, using: &random)] = UInt8.random(in: 0...255, using: &random)
            }
            bytes.removeLast(Int.random(in: 0...3, using: &random))
            var scanner = RecordScanner(RecordField.allCases)
            bytes.withUnsafeBytes { bytes in
                guard scanner.scan(bytes) else { return }
                for field in RecordField.allCases { _ = scanner.text(field, of: bytes) }
            }
        }
    }
}
