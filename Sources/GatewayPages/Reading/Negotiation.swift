/// Who reads the answer: a person in a browser window, or a program.
package enum Audience: Equatable {
    /// A top-level navigation: gets pages and redirects.
    case person
    /// Everything else: gets problem documents.
    case program

    /// A navigation accepts `text/html` at least as gladly as JSON, and browsers that send Fetch Metadata call it one
    /// (`Sec-Fetch-Mode: navigate`). `*/*` alone is no wish for a page: command-line tools send it.
    init(of request: LocalRequest) {
        let accepted = QualityList(request.all("accept"))
        let page = accepted.weight(of: "text/html") ?? 0
        let document = max(
            accepted.weight(of: "application/json") ?? 0, accepted.weight(of: "application/problem+json") ?? 0)
        let mode = request.all("sec-fetch-mode")
        self = page > 0 && page >= document && (mode.isEmpty || mode == ["navigate"]) ? .person : .program
    }
}
