import GatewayHTTP1
import GatewayIdentity
import NIOCore
import Testing

@testable import Gateway

@Suite struct `A body reader` {
    private func read(_ body: RequestBody, _ pieces: [String]) -> [String] {
        var reader = BodyReader(body)
        var inbox = ByteBuffer()
        var seen: [String] = []
        for piece in pieces {
            inbox.writeString(piece)
            steps: while !reader.isDone {
                switch reader.next(from: &inbox) {
                case .piece(let bytes): seen.append(String(buffer: bytes))
                case .end: seen.append("end")
                case .needsMore: break steps
                case .refused:
                    seen.append("refused")
                    return seen
                }
            }
        }
        return seen + ["left: " + String(buffer: inbox)]
    }

    @Test func `takes as much as the length says, and leaves the rest`() {
        #expect(read(.length(5), ["ab", "cdeGET"]) == ["ab", "cde", "end", "left: GET"])
        #expect(read(.length(5), ["ab"]) == ["ab", "left: "])
        #expect(read(.length(0), ["GET"]) == ["left: GET"])
        #expect(read(.none, ["GET"]) == ["left: GET"])
        #expect(read(.length(UInt64(Int64.max)), ["ab"]) == ["ab", "left: "])
    }

    @Test func `takes chunks apart, and leaves the rest`() {
        #expect(read(.chunked, ["2\r\nab\r\n0\r", "\n\r\nGET"]) == ["ab", "end", "left: GET"])
        #expect(read(.chunked, ["2\r\na", "b\r\n0\r\n\r\n"]) == ["a", "b", "end", "left: "])
        #expect(read(.chunked, ["2\r\nabc"]) == ["ab", "refused"])
        #expect(read(.chunked, ["x"]) == ["refused"])
    }
}

@Suite struct `The wire` {
    /// The example of RFC 9110 § 5.6.7.
    @Test func `has dates as IMF-fixdate`() {
        #expect(HTTPDate.string(UnixTime(seconds: 784_111_777)) == "Sun, 06 Nov 1994 08:49:37 GMT")
        #expect(HTTPDate.string(UnixTime(seconds: 1_709_164_800)) == "Thu, 29 Feb 2024 00:00:00 GMT")
    }

    @Test func `has a phrase for every status we answer`() {
        for reason in PublicReason.allCases {
            #expect(!ReasonPhrase.of(reason.status).hasPrefix("Status"), "\(reason)")
        }
        #expect(ReasonPhrase.of(599) == "Status 599")
    }
}
