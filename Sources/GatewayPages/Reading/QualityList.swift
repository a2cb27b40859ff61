/// A list with weights, as `Accept` and `Accept-Language` are (RFC 9110 § 12.4.2). Malformed elements are passed over.
struct QualityList {
    struct Element: Equatable {
        /// Lower case, parameters other than the weight dropped.
        let name: String
        /// Thousandths: 0 to 1000.
        let weight: Int
    }

    let elements: [Element]

    /// How much of a header is looked at: what browsers send is well below.
    private static let byteLimit = 1024

    init(_ values: [String]) {
        elements = values.flatMap { value in
            value.utf8.count > Self.byteLimit ? [] : value.split(separator: ",").compactMap(Self.element)
        }
    }

    func weight(of name: String) -> Int? {
        elements.filter { $0.name == name }.map(\.weight).max()
    }

    private static func element(_ text: Substring) -> Element? {
        let parts = text.split(separator: ";", omittingEmptySubsequences: false).map {
            $0.filter { $0 != " " && $0 != "\t" }.lowercased()
        }
        guard let name = parts.first, !name.isEmpty else { return nil }
        guard let written = parts.dropFirst().last(where: { $0.hasPrefix("q=") }) else {
            return Element(name: name, weight: 1000)
        }
        return weight(written.dropFirst(2)).map { Element(name: name, weight: $0) }
    }

    /// `0`, `0.5`, `0.123`, `1`, `1.000`.
    private static func weight(_ text: Substring) -> Int? {
        let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
        let fraction = parts.count == 2 ? parts[1] : ""
        guard parts[0] == "0" || parts[0] == "1", fraction.utf8.count <= 3,
            fraction.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let thousandths = Int(fraction + String(repeating: "0", count: 3 - fraction.utf8.count))
        else { return nil }
        let weight = (parts[0] == "1" ? 1000 : 0) + thousandths
        return weight <= 1000 ? weight : nil
    }
}
