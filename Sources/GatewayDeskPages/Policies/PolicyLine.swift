import GatewayIdentity

/// A line of an examination, `FILE:LINE:COLUMN: what`, apart. What names no file of the policy is all words.
struct PolicyLine: Hashable, Sendable {
    struct Place: Hashable, Sendable {
        let file: String
        let line: Int
        let column: Int

        var text: String { "\(file):\(line):\(column)" }
    }

    let place: Place?
    let words: String

    init(place: Place?, words: String) {
        self.place = place
        self.words = words
    }

    /// - Parameter files: names of the policy's files; they may have colons in them.
    init(_ text: String, of files: some Sequence<String>) {
        guard let file = files.first(where: { text.hasPrefix($0 + ":") }) else {
            (place, words) = (nil, text)
            return
        }
        let rest = text.dropFirst(file.count + 1)
        let numbers = rest.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
        guard numbers.count >= 2, let line = Int(numbers[0]), let column = Int(numbers[1]) else {
            (place, words) = (nil, text)
            return
        }
        place = Place(file: file, line: line, column: column)
        words = numbers.count == 3 ? String(numbers[2].drop { $0 == " " }) : ""
    }
}
