/// Bytes of a message that stay in one place, as those of a connection's buffer do while it is read.
final class Message {
    let bytes: UnsafeRawBufferPointer

    init(_ text: String) {
        let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: text.utf8.count, alignment: 16)
        memory.copyBytes(from: text.utf8)
        bytes = UnsafeRawBufferPointer(memory)
    }

    deinit { bytes.deallocate() }
}

/// The heads that are measured: what a browser, a program and a server send today.
extension Message {
    static let token = "q0Vx3yB7l2n5m8p1r4t6w9z0a2c4e6g8i0k2m4o6q8s"

    /// A script's request in a page of Chromium, 13 fields.
    static var browserRequest: Message {
        Message(
            head(
                "GET /api/v1/lots/4711?view=summary HTTP/1.1",
                [
                    "Host: fab.gw.localhost:8443", "Connection: keep-alive",
                    #"sec-ch-ua: "Chromium";v="130", "Not?A_Brand";v="99""#, "sec-ch-ua-mobile: ?0",
                    "User-Agent: Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0 Safari/537.36",
                    "Accept: application/json, text/plain, */*", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Mode: cors",
                    "Sec-Fetch-Dest: empty", "Referer: https://fab.gw.localhost:8443/",
                    "Accept-Encoding: gzip, deflate, br", "Accept-Language: ko-KR,ko;q=0.9",
                    "Cookie: theme=dark; __Host-gwanmun=\(token)",
                ]))
    }

    /// What load generators and small programs send.
    static var plainRequest: Message {
        Message(head("GET /1k HTTP/1.1", ["Host: fab.gw.localhost:8443", "Cookie: __Host-gwanmun=\(token)"]))
    }

    /// A small file from nginx.
    static var fileResponse: Message {
        Message(
            head(
                "HTTP/1.1 200 OK",
                [
                    "Server: nginx/1.22.1", "Date: Sun, 22 Nov 2026 07:00:00 GMT", "Content-Type: application/json",
                    "Content-Length: 1024", "Last-Modified: Sun, 22 Nov 2026 06:00:00 GMT", "Connection: keep-alive",
                    #"ETag: "6921-400""#, "Accept-Ranges: bytes",
                ]))
    }

    private static func head(_ startLine: String, _ fields: [String]) -> String {
        ([startLine] + fields).joined(separator: "\r\n") + "\r\n\r\n"
    }
}
