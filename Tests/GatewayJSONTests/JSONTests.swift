import GatewayJSON
import Testing

@Suite struct `JSON from outside` {
    @Test func `is read whole, in the order written`() {
        let text = #" {"a" : [1, -0.5e+3, true, false, null], "b":{"c":"\u00e9\ud83d\ude00\/"}, "a":""} "#
        #expect(
            JSON(Array(text.utf8))
                == .object([
                    .init(
                        name: "a",
                        value: .array([.number("1"), .number("-0.5e+3"), .bool(true), .bool(false), .null])),
                    .init(name: "b", value: .object([.init(name: "c", value: .string("é😀/"))])),
                    .init(name: "a", value: .string("")),
                ]))
    }

    /// After the `n_` files of JSONTestSuite (Nicolas Seriot, "Parsing JSON is a Minefield").
    @Test(arguments: [
        "", " ", "{", "}", "[", "]", "{]", "[}", "[1,]", "[,1]", "[1 2]", "{\"a\":}", "{\"a\" 1}", "{a:1}", "{'a':1}",
        "{\"a\":1,}",
        "01", "-", "+1", ".5", "1.", "1e", "1e+", "0x1", "NaN", "Infinity", "tru", "True", "nul", "nulll", "1 1",
        "[1]x", "\"", "\"\\\"",
        "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\\ud800\\u0041\"", "\"\\udc00\"", "\"\u{1}\"", "\"\t\"", "\u{FEFF}{}",
        "// x\n1", "--1", "-01",
    ])
    func `is refused when RFC 8259 does not allow it`(text: String) {
        #expect(JSON(Array(text.utf8)) == nil, "\(text)")
    }

    @Test(
        arguments: [[0x22, 0xFF, 0x22], [0x22, 0xC0, 0x80, 0x22], [0x22, 0xED, 0xA0, 0x80, 0x22], [0x31, 0x00]]
            as [[UInt8]])
    func `is refused when it is not UTF-8`(bytes: [UInt8]) {
        #expect(JSON(bytes) == nil)
    }

    @Test func `is followed to its depth limit and no further`() {
        func nested(_ depth: Int) -> [UInt8] {
            Array(repeating: 0x5B, count: depth) + Array(repeating: 0x5D, count: depth)
        }
        #expect(JSON(nested(JSON.depthLimit)) != nil)
        #expect(JSON(nested(JSON.depthLimit + 1)) == nil)
        #expect(JSON(Array(repeating: 0x5B, count: 1_000_000)) == nil)
    }
}

@Suite struct `JSON of ours` {
    @Test func `is indented, with short lists on one line and in the order it was made`() {
        let long = String(repeating: "x", count: 60)
        let value: JSON = [
            "b": ["one", 2, true], "a": [["x": 1], []], "empty": [:], "quoted\"": "\n",
            "long": [.string(long), .string(long)],
        ]
        #expect(
            value.indented == """
                {
                  "b": ["one", 2, true],
                  "a": [
                    {
                      "x": 1
                    },
                    []
                  ],
                  "empty": {},
                  "quoted\\"": "\\n",
                  "long": [
                    "\(long)",
                    "\(long)"
                  ]
                }
                """)
        #expect(JSON(Array(value.indented.utf8)) == value)
    }
}
