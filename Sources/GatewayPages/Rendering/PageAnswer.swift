/// What a route answers, before the fields that stand on every answer. Unless it is an asset, it is to be seen now and
/// kept nowhere.
package struct PageAnswer: Sendable {
    var status: Int
    var headers: [HeaderLine]
    var body: [UInt8]
    /// See `SecurityHeaders.lines`.
    var formTargets: [String] = []

    private init(status: Int, mediaType: String, body: [UInt8], caching: HeaderLine = SecurityHeaders.noStore) {
        self.status = status
        headers = [HeaderLine("Content-Type", mediaType), caching]
        self.body = body
    }

    /// Without a body.
    private init(status: Int, headers: [HeaderLine] = []) {
        self.status = status
        self.headers = [SecurityHeaders.noStore] + headers
        body = []
    }

    package static func html(_ text: String, status: Int = 200) -> PageAnswer {
        PageAnswer(status: status, mediaType: "text/html; charset=utf-8", body: Array(text.utf8))
    }

    package static func json(_ body: [UInt8], status: Int = 200) -> PageAnswer {
        PageAnswer(status: status, mediaType: "application/json", body: body)
    }

    /// For the person to keep, not to look at here. `name` is one of ours.
    package static func file(_ body: [UInt8], named name: String, _ mediaType: String) -> PageAnswer {
        PageAnswer(status: 200, mediaType: mediaType, body: body)
            .with(HeaderLine("Content-Disposition", "attachment; filename=\"\(name)\""))
    }

    static func problem(_ body: [UInt8], status: Int) -> PageAnswer {
        PageAnswer(status: status, mediaType: "application/problem+json", body: body)
    }

    static func plain(_ text: String, status: Int = 200) -> PageAnswer {
        PageAnswer(status: status, mediaType: "text/plain; charset=utf-8", body: Array(text.utf8))
    }

    /// 303: whatever the method was, go on with GET (RFC 9110 § 15.4.4).
    package static func seeOther(_ location: String) -> PageAnswer {
        PageAnswer(status: 303, headers: [HeaderLine("Location", location)])
    }

    static let noContent = PageAnswer(status: 204)

    /// May be kept for ever: its name changes with its contents.
    static func asset(_ asset: Asset) -> PageAnswer {
        PageAnswer(
            status: 200, mediaType: asset.mediaType, body: asset.bytes,
            caching: HeaderLine("Cache-Control", "public, max-age=31536000, immutable")
        ).with(HeaderLine("ETag", "\"\(asset.tag)\""))
    }

    static func notModified(_ asset: Asset) -> PageAnswer {
        PageAnswer(status: 304, headers: [HeaderLine("ETag", "\"\(asset.tag)\"")])
    }

    func with(_ header: HeaderLine) -> PageAnswer {
        var answer = self
        answer.headers.append(header)
        return answer
    }

    package func allowingForms(to origins: [String]) -> PageAnswer {
        var answer = self
        answer.formTargets = origins
        return answer
    }

    /// The whole answer.
    package func response(to method: String) -> LocalResponse {
        LocalResponse(
            status: status, headers: headers + SecurityHeaders.lines(formTargets: formTargets),
            body: method == "HEAD" ? [] : body)
    }
}
