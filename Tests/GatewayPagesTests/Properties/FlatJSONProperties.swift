import FoundationEssentials

@testable import GatewayPages

/// What must hold for the JSON reader whatever the bytes. Fuzzed, and replayed by ordinary tests.
package enum FlatJSONProperties {
    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        guard let pairs = FlatJSON.pairs(in: input) else { return nil }
        return differenceFromFoundation(pairs, input) ?? differenceWhenWritten(pairs)
    }

    /// What is taken here is JSON to everybody, and means the same.
    private static func differenceFromFoundation(_ pairs: [(name: String, value: String)], _ input: [UInt8]) -> String?
    {
        do {
            let other = try JSONDecoder().decode([String: String].self, from: Data(input))
            // Which of two equal names wins is for nobody to say: the caller refuses them.
            guard Set(pairs.map(\.name)).count == pairs.count else { return nil }
            return other == Dictionary(pairs.map { ($0.name, $0.value) }) { first, _ in first } ? nil : "another object"
        } catch {
            return "taken, and no JSON: \(error)"
        }
    }

    private static func differenceWhenWritten(_ pairs: [(name: String, value: String)]) -> String? {
        let members = pairs.map { quoted($0.name) + ":" + quoted($0.value) }
        guard let again = FlatJSON.pairs(in: Array(("{" + members.joined(separator: ",") + "}").utf8)) else {
            return "what was written is not taken"
        }
        let isSame = again.elementsEqual(pairs) {
            $0.name.utf8.elementsEqual($1.name.utf8) && $0.value.utf8.elementsEqual($1.value.utf8)
        }
        return isSame ? nil : "what was written reads otherwise"
    }

    /// Every character as one or two `\u` escapes (RFC 8259 § 7).
    private static func quoted(_ text: String) -> String {
        let escapes = text.utf16.map { unit in
            let digits = String(unit, radix: 16)
            return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
        }
        return "\"" + escapes.joined() + "\""
    }
}
