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

@Suite struct `A connection slot` {
    private let source = NetworkAddress(v4: 0xC000_0207)

    @Test func `is given per source and in all, and gives itself back`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 3, perSource: 2))
        var slots = [try admission.admit(source).get(), try admission.admit(source).get()]
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(source).get() }
        slots.append(try admission.admit(NetworkAddress(v4: 1)).get())
        #expect(throws: ConnectionAdmission.Refusal.total) { try admission.admit(NetworkAddress(v4: 2)).get() }
        #expect(admission.open == 3)

        slots.removeFirst()
        #expect(admission.open == 2)
        slots.append(try admission.admit(source).get())
        slots.removeAll()
        #expect(admission.open == 0)
    }

    /// One subscriber has a whole /64, and so one share; IPv4 in IPv6 clothes is IPv4.
    @Test func `is counted by what one subscriber gets`() throws {
        let admission = ConnectionAdmission(limits: .init(total: 9, perSource: 1))
        let first = try #require(NetworkAddress("2001:db8::1"))
        let neighbour = try #require(NetworkAddress("2001:db8::ffff:ffff:ffff:ffff"))
        let slot = try admission.admit(first).get()
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(neighbour).get() }
        let other = try admission.admit(#require(NetworkAddress("2001:db8:0:1::1"))).get()
        let mapped = try admission.admit(#require(NetworkAddress("::ffff:192.0.2.7"))).get()
        #expect(throws: ConnectionAdmission.Refusal.source) { try admission.admit(source).get() }
        withExtendedLifetime((slot, other, mapped)) {}
    }

    @Test func `is never lost or given twice among threads`() async {
        let admission = ConnectionAdmission(limits: .init(total: 50, perSource: 50))
        let source = source
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        if case .success(let slot) = admission.admit(source) { withExtendedLifetime(slot) {} }
                    }
                }
            }
        }
        #expect(admission.open == 0)
    }
}
