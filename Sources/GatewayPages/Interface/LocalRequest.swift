/// One header field. Names compare without regard to case (RFC 9110 § 5.1); values are text that a head codec has
/// judged.
public struct HeaderLine: Hashable, Sendable {
    public let name: String
    public let value: String

    public init(_ name: String, _ value: String) {
        self.name = name
        self.value = value
    }
}

/// A request for one of the gateway's own paths, read whole: these bodies are small (`PageResponder.bodyLimit`).
public struct LocalRequest: Sendable {
    /// Upper-case token: `GET`, `POST`, `DELETE`, ….
    public let method: String
    /// Absolute path, normalised as the policy sees it, without the query.
    public let path: String
    /// What stands behind the first `?`, still percent-encoded; `nil` without one.
    public let query: String?
    public let headers: [HeaderLine]
    public let body: [UInt8]

    public init(method: String, path: String, query: String? = nil, headers: [HeaderLine], body: [UInt8] = []) {
        self.method = method
        self.path = path
        self.query = query
        self.headers = headers
        self.body = body
    }

    /// The value of a field that occurs exactly once; `nil` when it is absent or repeated, because a choice between two
    /// values is a guess.
    package func single(_ name: String) -> String? {
        let values = all(name)
        return values.count == 1 ? values[0] : nil
    }

    package func all(_ name: String) -> [String] {
        headers.filter { $0.name.lowercased() == name }.map(\.value)
    }

    /// Type and subtype of the body in lower case, parameters dropped.
    package var mediaType: String? {
        single("content-type").map { value in
            value.prefix { $0 != ";" }.filter { $0 != " " && $0 != "\t" }.lowercased()
        }
    }
}

/// An answer made here. `Content-Length`, `Date` and the connection's own fields are the codec's to add.
public struct LocalResponse: Hashable, Sendable {
    public let status: Int
    public let headers: [HeaderLine]
    public let body: [UInt8]
    /// In place of `body`; `nil`: the answer is complete.
    public let stream: StreamedBody?

    public init(status: Int, headers: [HeaderLine], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
        stream = nil
    }

    public init(status: Int, headers: [HeaderLine], stream: StreamedBody) {
        self.status = status
        self.headers = headers
        body = []
        self.stream = stream
    }
}
