/// Whether a changing request was made by a page of the same host, as the browser reports it.
///
/// Browsers send `Origin` with every POST, and most send `Sec-Fetch-Site`. A client that sends neither is no browser,
/// and no foreign page can make it act; forms of a session carry their token besides.
enum SameOrigin {
    static func allows(_ request: LocalRequest, at origin: String?) -> Bool {
        guard let origin else { return false }
        let origins = request.all("origin")
        let sites = request.all("sec-fetch-site")
        return origins.allSatisfy { $0 == origin } && sites.allSatisfy { $0 == "same-origin" }
    }
}
