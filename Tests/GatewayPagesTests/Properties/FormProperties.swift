@testable import GatewayPages

/// What must hold for a posted form whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum FormProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        let asQuery = String(validating: input, as: UTF8.self).map { text in
            read { () throws(FormFields.Problem) in try FormFields(query: text) }
        }
        let form = read { () throws(FormFields.Problem) in try FormFields(encoded: input) }
        if let asQuery, asQuery != form { return "a query that reads \(asQuery), and \(form) when posted" }
        guard case .success(let fields) = form else { return nil }
        for (name, value) in fields {
            let text = name + value
            if text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) { return "a control character in '\(name)'" }
        }
        let pairs = fields.map { PercentCoding.encode($0.key) + "=" + PercentCoding.encode($0.value) }
        let again = read { () throws(FormFields.Problem) in try FormFields(query: pairs.joined(separator: "&")) }
        if again != form { return "what was written reads as \(again)" }
        guard let first = pairs.first, pairs.count < 32 else { return nil }
        let twice = read { () throws(FormFields.Problem) in
            try FormFields(query: (pairs + [first]).joined(separator: "&"))
        }
        return twice == .failure(.repeatedField) ? nil : "a repeated field reads as \(twice)"
    }

    private static func read(_ form: () throws(FormFields.Problem) -> FormFields) -> Result<
        [String: String], FormFields.Problem
    > {
        do throws(FormFields.Problem) { return .success(try form().values) } catch { return .failure(error) }
    }
}
