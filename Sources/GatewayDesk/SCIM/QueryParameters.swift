/// The parameters of a query, decoded (`application/x-www-form-urlencoded`).
enum QueryParameters {
    static let limit = 32

    /// - Throws: for more of them than anybody needs, and for what is not percent-encoded UTF-8.
    static func read(_ query: String?) throws(DeskProblem) -> [(name: String, value: String)] {
        let parts = (query ?? "").split(separator: "&")
        guard parts.count <= limit else { throw .badRequest("a query has at most \(limit) parameters") }
        var parameters: [(name: String, value: String)] = []
        for part in parts {
            let halves = part.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            parameters.append((try decoded(halves[0]), try halves.count == 2 ? decoded(halves[1]) : ""))
        }
        return parameters
    }

    private static func decoded(_ text: Substring) throws(DeskProblem) -> String {
        var bytes: [UInt8] = []
        var rest = text.utf8[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte == UInt8(ascii: "+") ? UInt8(ascii: " ") : byte)
                continue
            }
            guard rest.count >= 2, let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16) else {
                throw .badRequest("the query is not percent-encoded")
            }
            bytes.append(value)
            rest = rest.dropFirst(2)
        }
        guard let decoded = String(validating: bytes, as: UTF8.self) else {
            throw .badRequest("the query is not UTF-8")
        }
        return decoded
    }
}
