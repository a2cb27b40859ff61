import GatewayHTTP1
import Testing

@Suite struct `The chunked coding` {
    private func decoded(_ text: String, inPiecesOf size: Int = 4_096) -> ChunkedProperties.Outcome {
        ChunkedProperties.decoded(Array(text.replacingLineFeeds.utf8), inPiecesOf: size)
    }

    @Test(arguments: [1, 2, 3, 5, 100])
    func `comes off whatever the pieces`(size: Int) {
        let outcome = decoded("5\nhello\nC;a=\"b\"\n, my world!!\n000\n\nGET", inPiecesOf: size)
        #expect(String(decoding: outcome.data, as: UTF8.self) == "hello, my world!!")
        #expect(outcome.end == .end(at: 40))
    }

    @Test func `hands out data where it lies`() {
        var decoder = ChunkedDecoder()
        var position = 0
        Array("5\r\nhello\r\n0\r\n\r\n".utf8).withUnsafeBytes { bytes in
            #expect(decoder.next(in: bytes, at: &position) == .data(3..<8))
            #expect(!decoder.hasEnded)
            #expect(decoder.next(in: bytes, at: &position) == .end)
            #expect(position == bytes.count)
            #expect(decoder.hasEnded)
        }
    }

    @Test func `carries a chunk of the greatest size`() {
        var decoder = ChunkedDecoder()
        var position = 0
        Array("7fffffffffffffff\r\nab".utf8).withUnsafeBytes { bytes in
            #expect(decoder.next(in: bytes, at: &position) == .data(18..<20))
            #expect(decoder.next(in: bytes, at: &position) == .needsMore)
        }
    }

    @Test func `stays refused`() {
        var decoder = ChunkedDecoder()
        var position = 0
        Array("x".utf8).withUnsafeBytes { #expect(decoder.next(in: $0, at: &position) == .refused(.sizeMalformed)) }
        position = 0
        Array("0\r\n\r\n".utf8).withUnsafeBytes {
            #expect(decoder.next(in: $0, at: &position) == .refused(.sizeMalformed))
        }
    }

    @Test func `has trailers, of which only harmless ones travel on`() {
        let outcome = decoded(
            """
            1
            a
            0
            X-Checksum: 1
            Content-Length: 5
            content-md5: x
            Transfer-Encoding: chunked
            Host: other
            Authorization: Basic YTpi
            Set-Cookie: a=1
            X-Gwanmun-User: forged
            x_gwanmun_user: forged
            WWW-Authenticate: Basic
            If-Match: *
            grpc-status: 0


            """, inPiecesOf: 7)
        #expect(String(decoding: outcome.trailers, as: UTF8.self) == "X-Checksum: 1\r\ngrpc-status: 0\r\n")
    }

    @Test func `goes on in lower-case hexadecimal without leading zeros`() {
        var written: [UInt8] = []
        [UInt8](repeating: 0x61, count: 0x1AF).withUnsafeBytes { ChunkedEncoding.writeChunk($0, into: &written) }
        #expect(String(decoding: written.prefix(6), as: UTF8.self) == "1af\r\na")
        #expect(written.count == 5 + 0x1AF + 2)
        written = []
        ChunkedEncoding.writeChunk(.empty, into: &written)
        #expect(written.isEmpty)
        ChunkedEncoding.writeEnd(into: &written)
        #expect(String(decoding: written, as: UTF8.self) == "0\r\n\r\n")
        written = []
        ChunkedEncoding.writeSizeLine(.max, into: &written)
        #expect(String(decoding: written, as: UTF8.self) == "7fffffffffffffff\r\n")
    }
}
