import GatewayPolicy
import Testing

@Suite struct `A canonical path` {
    @Test(arguments: [
        "/", "/project/x", "/project/x/", "/a.b/..c/d..", "/...", "/a&b=c,d:e@f!g$h'i(j)k*l+m~n", "/[x]|^`{y}\"<z>",
        "/100%25",
    ])
    func `forwards what arrived, byte for byte`(raw: String) throws {
        #expect(try CanonicalPath(raw).forwarded == raw)
    }

    /// Keys as AWS clients encode them for SigV4: an altered byte would break the signature.
    @Test(arguments: [
        ("/b/sp%20ace/and%2Bplus", "/b/sp ace/and+plus"),
        ("/b/%ED%95%9C%EA%B8%80/%eb%8f%84%eb%a9%b4.dwg", "/b/한글/도면.dwg"), ("/b/a%3Db%26c%3Fd%23e", "/b/a=b&c?d#e"),
        ("/b/100%25", "/b/100%"), ("/b/50%25off", "/b/50%off"), ("/b/%7Euser", "/b/~user"),
        ("/b/file%2etxt", "/b/file.txt"), ("/b/%61%2E%2E%62", "/b/a..b"),
    ])
    func `keeps legitimate escapes and is judged decoded`(raw: String, decoded: String) throws {
        let path = try CanonicalPath(raw)
        #expect(path.forwarded == raw)
        #expect(path.decoded == decoded)
    }

    @Test(arguments: [
        ("", CanonicalPath.Problem.notAbsolute), ("project", .notAbsolute), ("*", .notAbsolute),
        ("http://x/", .notAbsolute),
        ("/a?b", .forbiddenByte), ("/a#b", .forbiddenByte), ("/a b", .forbiddenByte), ("/a\\b", .forbiddenByte),
        ("/a\u{0}b", .forbiddenByte), ("/a\tb", .forbiddenByte),
        ("/a\u{7F}", .forbiddenByte), ("/한글", .forbiddenByte), ("/a;b=c", .forbiddenByte),
        ("/..;/admin", .forbiddenByte),
        ("//", .emptySegment), ("//admin", .emptySegment), ("/a//b", .emptySegment), ("/a//", .emptySegment),
        ("/.", .dotSegment), ("/..", .dotSegment), ("/a/./b", .dotSegment), ("/a/../b", .dotSegment),
        ("/a/..", .dotSegment), ("/../", .dotSegment),
        ("/%2e", .dotSegment), ("/%2E%2e/x", .dotSegment), ("/.%2e/x", .dotSegment), ("/a/%2e./b", .dotSegment),
        ("/a/%2E/", .dotSegment),
        ("/a%2fb", .encodedDelimiter), ("/a%2Fb", .encodedDelimiter), ("/a%5cb", .encodedDelimiter),
        ("/..%5c..", .encodedDelimiter), ("/a%00", .encodedDelimiter),
        ("/a%0d%0ab", .encodedDelimiter), ("/a%7F", .encodedDelimiter), ("/a%3Bb", .encodedDelimiter),
        ("/a%3bb", .encodedDelimiter),
        ("/%252e%252e/", .doubleEncoding), ("/a%252fb", .doubleEncoding), ("/%25%32%65", .doubleEncoding),
        ("/%2541", .doubleEncoding),
        ("/%", .malformedEscape), ("/a%4", .malformedEscape), ("/a%zz", .malformedEscape),
        ("/%u0041", .malformedEscape), ("/a%+1", .malformedEscape),
        ("/%ff", .notUTF8), ("/%c0%af", .notUTF8), ("/%c0%ae%c0%ae/", .notUTF8), ("/%e0%80%af", .notUTF8),
        ("/%ed%a0%80", .notUTF8), ("/%ed%95", .notUTF8),
        ("/%f5%80%80%80", .notUTF8), ("/%b0%a1", .notUTF8),
    ])
    func `refuses what could be read in two ways`(raw: String, problem: CanonicalPath.Problem) {
        #expect(throws: problem) { try CanonicalPath(raw) }
        #expect(throws: problem) { try Array(raw.utf8).withUnsafeBytes { try CanonicalBytes.lending($0) { _ in } } }
    }

    /// Any bytes at all: nothing crashes, and whatever is accepted has one reading.
    @Test func `has one reading, whatever bytes arrive`() throws {
        var random = SeededRandom(0x7061_7468)
        let pieces = [
            "/", "//", ".", "..", "%2e", "%2f", "%5C", "%25", "%00", "%", "a", "b", "%41", "%ed%95%9c", "%c0%af", ";",
            "%3b", "\\", "?", "x y", "~", "%2", "é",
        ]
        var accepted = 0
        for _ in 0..<20_000 {
            var raw = Bool.random(using: &random) ? "/" : ""
            for _ in 0..<Int.random(in: 0...8, using: &random) {
                raw += try #require(pieces.randomElement(using: &random))
            }
            guard let path = accept(raw) else { continue }
            accepted += 1
            #expect(path.forwarded == raw)
            let segments = path.decoded.utf8.dropFirst().split(
                separator: UInt8(ascii: "/"), omittingEmptySubsequences: false
            ).map { Array($0) }
            #expect(path.decoded.utf8.first == UInt8(ascii: "/"))
            #expect(!segments.contains(Array(".".utf8)) && !segments.contains(Array("..".utf8)))
            #expect(!segments.dropLast().contains([]))
            #expect(
                path.decoded.utf8.allSatisfy {
                    $0 >= 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "\\") && $0 != UInt8(ascii: ";")
                })
            // A console that decodes once more sees the same: there is nothing left to decode.
            #expect(!hasEscape(path.decoded))
            // Encoded slashes would change the number of segments.
            #expect(
                raw.utf8.filter { $0 == UInt8(ascii: "/") }.count
                    == path.decoded.utf8.filter { $0 == UInt8(ascii: "/") }.count)
        }
        #expect(accepted > 1000)
    }

    private func accept(_ raw: String) -> CanonicalPath? {
        do throws(CanonicalPath.Problem) { return try CanonicalPath(raw) } catch { return nil }
    }

    private func hasEscape(_ text: String) -> Bool {
        let bytes = Array(text.utf8)
        return bytes.indices.contains { at in
            bytes[at] == UInt8(ascii: "%") && at + 2 < bytes.count
                && Character(Unicode.Scalar(bytes[at + 1])).isHexDigit
                && Character(Unicode.Scalar(bytes[at + 2])).isHexDigit
        }
    }
}
