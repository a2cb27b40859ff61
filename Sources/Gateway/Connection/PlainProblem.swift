internal import GatewayIdentity
internal import GatewayPages

/// A problem document (RFC 9457) for those who are not known well enough for a page: malformed requests, names that are not ours.
struct PlainProblem {
    let requestID: RequestID
    let response: LocalResponse

    init(_ reason: PublicReason, status: Int? = nil, requestID: RequestID) {
        self.requestID = requestID
        let status = status ?? reason.status
        let body =
            #"{"type":"about:blank","title":"\#(ReasonPhrase.of(status))","status":\#(status),"reason":"\#(reason.rawValue)","request_id":"\#(requestID)"}"#
        response = LocalResponse(
            status: status,
            headers: [
                HeaderLine("Content-Type", "application/problem+json"), HeaderLine("Cache-Control", "no-store"),
                HeaderLine("X-Content-Type-Options", "nosniff"), HeaderLine("X-Request-Id", requestID.description),
            ], body: Array(body.utf8))
    }
}

/// RFC 9110 § 15; for people who read the wire.
enum ReasonPhrase {
    static func of(_ status: Int) -> String {
        switch status {
        case 200: "OK"
        case 201: "Created"
        case 204: "No Content"
        case 303: "See Other"
        case 304: "Not Modified"
        case 400: "Bad Request"
        case 401: "Unauthorized"
        case 403: "Forbidden"
        case 404: "Not Found"
        case 405: "Method Not Allowed"
        case 408: "Request Timeout"
        case 409: "Conflict"
        case 413: "Content Too Large"
        case 414: "URI Too Long"
        case 415: "Unsupported Media Type"
        case 417: "Expectation Failed"
        case 421: "Misdirected Request"
        case 422: "Unprocessable Content"
        case 429: "Too Many Requests"
        case 431: "Request Header Fields Too Large"
        case 500: "Internal Server Error"
        case 501: "Not Implemented"
        case 502: "Bad Gateway"
        case 503: "Service Unavailable"
        case 504: "Gateway Timeout"
        case 505: "HTTP Version Not Supported"
        case _: "Status \(status)"
        }
    }
}

/// IMF-fixdate (RFC 9110 § 5.6.7).
enum HTTPDate {
    private static let days = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"]
    private static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

    static func string(_ time: UnixTime) -> String {
        let c = CivilTime(time, offsetMinutes: 0)
        func two(_ n: Int) -> String { n < 10 ? "0\(n)" : "\(n)" }
        return
            "\(days[c.weekday - 1]), \(two(c.day)) \(months[c.month - 1]) \(c.year) \(two(c.hour)):\(two(c.minute)):\(two(c.second)) GMT"
    }
}
