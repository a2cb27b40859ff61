import GatewayHTTP1
import Testing

@Suite struct `The grammar` {
    private static let letters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
    private static let digits = "0123456789"
    /// RFC 9110 § 5.6.2.
    private static let token = letters + digits + "!#$%&'*+-.^_`|~"
    /// RFC 3986 § 3.3: unreserved, sub-delims, ":" and "@", with "/" and "%".
    private static let path = letters + digits + "-._~!$&'()*+,;=:@/%"

    /// The bytes that may stand where `make` puts them in a head that is good otherwise.
    private func accepted(_ make: (UInt8) -> [UInt8]) -> Set<UInt8> {
        Set(
            (UInt8.min...UInt8.max).filter { byte in
                var parser = RequestHeadParser()
                let head = make(byte)
                return head.withUnsafeBytes { parser.parse($0) } == .complete(length: head.count)
            })
    }

    private func bytes(_ before: String, _ byte: UInt8, _ behind: String) -> [UInt8] {
        Array(before.replacingLineFeeds.utf8) + [byte] + Array(behind.replacingLineFeeds.utf8)
    }

    @Test func `of a method is that of a token`() {
        #expect(accepted { bytes("A", $0, "A / HTTP/1.1\nHost: a\n\n") } == Set(Self.token.utf8))
    }

    @Test func `of a name is that of a token`() {
        // A colon ends the name and begins the value.
        #expect(
            accepted { bytes("GET / HTTP/1.1\nHost: a\nX", $0, "A: 1\n\n") } == Set(Self.token.utf8).union(":".utf8))
    }

    @Test func `of a value is everything but controls`() {
        let expected = Set<UInt8>([0x09] + Array(0x20...0x7E) + Array(0x80...0xFF))
        #expect(accepted { bytes("GET / HTTP/1.1\nHost: a\nX: a", $0, "b\n\n") } == expected)
        #expect(accepted { bytes("GET / HTTP/1.1\nHost: a\nX: a long enough one", $0, "b\n\n") } == expected)
    }

    @Test func `of a path is RFC 3986's and what browsers leave as it is`() {
        // A question mark ends the path and begins the query.
        #expect(
            accepted { bytes("GET /a", $0, "b HTTP/1.1\nHost: a\n\n") } == Set((Self.path + "[]|^?").utf8))
    }

    @Test func `of a query is RFC 3986's and what browsers leave as it is`() {
        #expect(
            accepted { bytes("GET /?a", $0, "b HTTP/1.1\nHost: a\n\n") } == Set((Self.path + "?[]|^{}`\\").utf8))
    }

    @Test func `of a host is that of a DNS name`() {
        #expect(
            accepted { bytes("GET / HTTP/1.1\nHost: a", $0, "9\n\n") }
                == Set((Self.letters + Self.digits + "-._:").utf8))
    }
}
