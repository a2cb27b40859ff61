/// The cookies of a request (RFC 6265 § 4.2.1). A name that comes twice has no value: one of the two was set by someone
/// else.
struct CookieJar {
    private let pairs: [(name: Substring, value: Substring)]

    init(_ request: LocalRequest) {
        pairs = request.headers.filter { $0.name.lowercased() == "cookie" }.flatMap { header in
            header.value.split(separator: ";").compactMap { pair in
                guard let equals = pair.firstIndex(of: "=") else { return nil }
                return (pair[..<equals].drop { $0 == " " }, pair[pair.index(after: equals)...])
            }
        }
    }

    subscript(_ name: String) -> String? {
        let values = pairs.filter { $0.name == name }.map(\.value)
        return values.count == 1 ? String(values[0]) : nil
    }
}
