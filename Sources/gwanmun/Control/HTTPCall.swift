/// One request of a command or of the warning post.
struct HTTPCall: Sendable {
    enum Method: String, Sendable {
        case get = "GET"
        case post = "POST"
        case put = "PUT"
        case delete = "DELETE"
    }

    let method: Method
    /// Path and query, percent-encoded.
    let target: String
    /// Beside Host, Connection and Content-Length. Values are ours: no CR, no LF.
    var headers: [(name: String, value: String)] = []
    var body: [UInt8] = []

    init(_ method: Method, _ target: String, headers: [(name: String, value: String)] = [], body: [UInt8] = []) {
        self.method = method
        self.target = target
        self.headers = headers
        self.body = body
    }
}

/// What came back, whole.
struct HTTPAnswer: Sendable {
    /// 200 to 599: interim answers are passed over.
    let status: Int
    let body: [UInt8]
    /// `Retry-After` in seconds, where it is given so (RFC 9110 § 10.2.3).
    var retryAfter: Int?

    var isSuccess: Bool { (200..<300).contains(status) }
}

extension String {
    /// As one path segment or query value: everything but the unreserved characters of RFC 3986 § 2.3 is percent-encoded.
    var percentEncoded: String {
        var out = ""
        for byte in utf8 {
            switch byte {
            case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
                UInt8(ascii: "~"):
                out.unicodeScalars.append(Unicode.Scalar(byte))
            case _:
                out += "%" + (byte < 16 ? "0" : "") + String(byte, radix: 16, uppercase: true)
            }
        }
        return out
    }
}
