import GatewayHTTP1
import Testing

/// Key and proof are the example of RFC 6455 § 1.3; that the proof is made of the key is for whoever can hash.
@Suite struct `An offer of a WebSocket` {
    private static let proof = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo="

    private static func agrees(_ fields: String, offered: String = "") throws -> Bool {
        let request = try ParsedRequest(
            """
            GET / HTTP/1.1
            Host: a
            Connection: Upgrade
            Upgrade: websocket
            Sec-WebSocket-Version: 13
            Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==
            \(offered)

            """)
        let context = request.bytes.withUnsafeBytes { bytes in
            ResponseContext(of: request.head, in: bytes) { key in
                #expect(String(decoding: key, as: UTF8.self) == "dGhlIHNhbXBsZSBub25jZQ==")
                return Array(proof.utf8)
            }
        }
        do {
            let answer = "HTTP/1.1 101 Go\nConnection: Upgrade\nUpgrade: websocket\n\(fields)\n"
            return try ParsedResponse(answer, answering: context).head.body == .tunnel
        } catch HeadProblem.webSocketAnswerRefused {
            return false
        }
    }

    @Test func `is agreed to by the proof`() throws {
        #expect(try Self.agrees("Sec-WebSocket-Accept: \(Self.proof)\n"))
        #expect(try Self.agrees("sec-websocket-accept:\(Self.proof)  \n"))
    }

    @Test(
        arguments: [
            "", "Sec-WebSocket-Accept:\n", "Sec-WebSocket-Accept: dGhlIHNhbXBsZSBub25jZQ==\n",
            "Sec-WebSocket-Accept: S3PPLMBITXAQ9KYGZZHZRBK+XOO=\n",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo\n",
            "Sec-WebSocket-Accept: \"s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\"\n",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=, s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n",
            "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\nSec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n",
            "Sec_WebSocket_Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\n",
        ])
    func `is not agreed to by another proof, nor by two`(accept: String) throws {
        #expect(try !Self.agrees(accept))
    }

    @Test(
        arguments: [
            ("chat", true), ("superchat", true), ("Chat", false), ("chat, superchat", false), ("other", false),
            ("", false),
            ("chat\nSec-WebSocket-Protocol: superchat", false),
        ])
    func `is agreed to with one of the subprotocols in it`(answer: String, isAgreed: Bool) throws {
        let fields = "Sec-WebSocket-Accept: \(Self.proof)\nSec-WebSocket-Protocol: \(answer)\n"
        #expect(try Self.agrees(fields, offered: "Sec-WebSocket-Protocol: chat, superchat\n") == isAgreed)
        let twoFields = "Sec-WebSocket-Protocol: chat\nSec-WebSocket-Protocol: superchat\n"
        #expect(try Self.agrees(fields, offered: twoFields) == isAgreed)
        #expect(try !Self.agrees(fields))
    }

    @Test(
        arguments: [
            ("permessage-deflate", true), ("permessage-deflate; server_no_context_takeover", true), ("", true),
            ("permessage-deflate, x-b;a=1", true), ("x-other", false), ("permessage-deflate, x-other", false),
            ("permessage-deflate\nSec-WebSocket-Extensions: x-b", false),
        ])
    func `is agreed to with the extensions in it`(answer: String, isAgreed: Bool) throws {
        let fields = "Sec-WebSocket-Accept: \(Self.proof)\nSec-WebSocket-Extensions: \(answer)\n"
        let offered = "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits, x-b\n"
        #expect(try Self.agrees(fields, offered: offered) == isAgreed)
        #expect(try Self.agrees(fields) == answer.isEmpty)
    }
}
