import Testing

@testable import GatewayAudit

@Suite struct `Text in a record` {
    private func written(_ bytes: [UInt8]) -> String {
        var buffer = RecordBuffer()
        bytes.withUnsafeBytes { JSONText.append($0, to: &buffer) }
        return buffer.withBytes { String(decoding: $0, as: UTF8.self) }
    }

    @Test(arguments: [
        ("plain text, sixteen and more bytes of it", "plain text, sixteen and more bytes of it"),
        ("a\"b\\c", #"a\"b\\c"#),
        ("line\r\nbreak\tand\u{0}nul\u{7F}", #"line\u000d\u000abreak\u0009and\u0000nul\u007f"#),
        ("\u{85}\u{9B}", #"\u0085\u009b"#),
        ("ab\u{202E}cd\u{2066}\u{200F}\u{061C}", #"ab\u202ecd\u2066\u200f\u061c"#),
        ("\u{2028}\u{FEFF}\u{200B}\u{E0041}", #"\u2028\ufeff\u200b\udb40\udc41"#),
        ("홍길동 é 😀", "홍길동 é 😀"),
        ("sixteen bytes...\nthen a break", #"sixteen bytes...\u000athen a break"#),
    ])
    func `cannot break, hide or reorder a line`(text: String, expected: String) {
        #expect(written(Array(text.utf8)) == expected)
    }

    @Test(
        arguments: [
            ([0xFF], #"\ufffd"#), ([0x61, 0xC3], #"a\ufffd"#), ([0xC0, 0xAF], #"\ufffd\ufffd"#),
            ([0xED, 0xA0, 0x80], #"\ufffd\ufffd\ufffd"#),
            ([0xE2, 0x82, 0x22], #"\ufffd\ufffd\""#), ([0xF4, 0x90, 0x80, 0x80], #"\ufffd\ufffd\ufffd\ufffd"#),
        ] as [([UInt8], String)])
    func `that is not UTF-8 becomes replacement characters`(bytes: [UInt8], expected: String) {
        #expect(written(bytes) == expected)
    }

    @Test func `comes back as it was`() throws {
        var random = SplitMix(state: 20_261_122)
        for _ in 0..<500 {
            let scalars = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                Unicode.Scalar(UInt32.random(in: 0...0x10FFFF, using: &random)) ?? "\""
            }
            let text = String(String.UnicodeScalarView(scalars))
            let json = "{\"path\":\"" + written(Array(text.utf8)) + "\"}"
            let record = try #require(Array(json.utf8).withUnsafeBytes { ParsedRecord(line: $0) })
            #expect(record.text(.path) == text)
        }
    }

    @Test(arguments: [
        "", "{", "{}x", "[]", #"{"a":1,"a":2}"#, #"{"a":"\x"}"#, #"{"a":"\ud800"}"#, #"{"a":1.5}"#, #"{"a":true}"#,
        #"{"a": 1}"#,
        #"{"a":[[[[1]]]]}"#, "{\"a\":\"\u{1}\"}", #"{"a":99999999999999999999}"#, #"{"a":1,}"#,
    ])
    func `of another shape than the writer's is not read`(json: String) {
        #expect(Array(json.utf8).withUnsafeBytes { ParsedRecord(line: $0) } == nil)
    }
}

/// Steele, Lea, Flood: "Fast splittable pseudorandom number generators" (2014); the same sequence in every run.
struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var value = state
        value = (value ^ value >> 30) &* 0xBF58_476D_1CE4_E5B9
        value = (value ^ value >> 27) &* 0x94D0_49BB_1331_11EB
        return value ^ value >> 31
    }
}
