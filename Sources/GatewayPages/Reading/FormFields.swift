/// Name and value pairs in `application/x-www-form-urlencoded` (WHATWG URL § 5.1): a posted form or the query of a URL.
///
/// Every name occurs once, every value is UTF-8 without control characters; anything else is a form that no page of
/// ours has sent.
package struct FormFields {
    package enum Problem: Error, Equatable {
        case notAForm
        case tooManyFields
        case malformed
        case repeatedField
        case unexpectedField
    }

    private static let fieldLimit = 32
    package let values: [String: String]

    /// Reads a posted form. A name that the form does not have is refused: it was not our page that sent it.
    ///
    /// - Parameter texts: fields of several lines; their line breaks are kept as LF.
    package init(posted request: LocalRequest, expecting names: Set<String>, texts: Set<String> = []) throws(Problem) {
        guard request.mediaType == "application/x-www-form-urlencoded" else { throw .notAForm }
        try self.init(encoded: request.body, texts: texts)
        guard names.isSuperset(of: values.keys) else { throw .unexpectedField }
    }

    /// Reads a query. Names that we do not know are left alone, because links are passed around and decorated by
    /// others.
    package init(query: String?) throws(Problem) {
        try self.init(encoded: Array((query ?? "").utf8))
    }

    init(encoded bytes: [UInt8], texts: Set<String> = []) throws(Problem) {
        let pairs = bytes.split(separator: UInt8(ascii: "&"))
        guard pairs.count <= Self.fieldLimit else { throw .tooManyFields }
        var values: [String: String] = [:]
        for pair in pairs {
            let equals = pair.firstIndex(of: UInt8(ascii: "="))
            let name = try Self.text(pair[..<(equals ?? pair.endIndex)])
            let value = try Self.text(
                equals.map { pair[pair.index(after: $0)...] } ?? [], hasLines: texts.contains(name))
            guard values.updateValue(value, forKey: name) == nil else { throw .repeatedField }
        }
        self.values = values
    }

    /// A value that is there and not empty: an empty input is sent as `name=`, and says nothing.
    package subscript(_ name: String) -> String? {
        guard let value = values[name], !value.isEmpty else { return nil }
        return value
    }

    private static func text(_ encoded: ArraySlice<UInt8>, hasLines: Bool = false) throws(Problem) -> String {
        guard var bytes = PercentCoding.decode(encoded, plusIsSpace: true) else { throw .malformed }
        // Browsers send CR LF (WHATWG HTML § 4.10.21.4).
        if hasLines { bytes.removeAll { $0 == 0x0D } }
        guard
            bytes.allSatisfy({ $0 >= 0x20 && $0 != 0x7F || hasLines && $0 == 0x0A }),
            let text = String(validating: bytes, as: UTF8.self)
        else { throw .malformed }
        return text
    }
}
