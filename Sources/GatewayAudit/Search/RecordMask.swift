internal import GatewayIdentity

/// Records as those see them who look on (compliance profile nct-2025-04, 2.8; ISMS-P 2.6.3): enough to tell two apart, too little to know who it is.
public enum RecordMask {
    /// With addresses, networks and mail addresses in part, wherever in it they stand, and without its digests: what is hidden
    /// could be tried out against them.
    public static func masked(_ record: ParsedRecord) -> ParsedRecord {
        ParsedRecord(members: masked(record.members))
    }

    private static let digests: Set = [RecordField.hash.rawValue, RecordField.previousHash.rawValue]

    private static func masked(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        members.filter { !digests.contains($0.name) }.map { .init(name: $0.name, value: masked($0.value)) }
    }

    private static func masked(_ value: JSONValue) -> JSONValue {
        switch value {
        case .string(let text): .string(words(of: text))
        case .integer: value
        case .array(let values): .array(values.map(masked))
        case .object(let members): .object(masked(members))
        }
    }

    private static func words(of text: String) -> String {
        guard text.contains(where: { $0 == "." || $0 == ":" || $0 == "@" }) else { return text }
        var rest = text[...]
        var shown = ""
        while !rest.isEmpty {
            let word = rest.prefix { !separators.contains($0) }
            rest = rest[word.endIndex...]
            let gap = rest.prefix { separators.contains($0) }
            rest = rest[gap.endIndex...]
            shown += masked(word) + gap
        }
        return shown
    }

    private static let separators: Set<Character> = [" ", ",", ";", "(", ")", "[", "]", "\"", "'", "=", "|"]

    /// `203.0.*.*` for `203.0.113.7` and `203.0.113.0/24`, `ho***@…` for `hong@example.kr`.
    private static func masked(_ word: Substring) -> String {
        if word.contains(where: { $0 == "." || $0 == ":" }), let network = CIDRBlock(String(word)) {
            return network.masked
        }
        guard let at = word.firstIndex(of: "@"), at > word.startIndex, word.index(after: at) < word.endIndex else {
            return String(word)
        }
        return word[..<at].prefix(2) + "***@…"
    }
}

extension ParsedRecord {
    /// As the trail would spell it: for a record that was read from there, its very line.
    public var line: [UInt8] {
        var buffer = RecordBuffer()
        JSONValue.object(members).append(to: &buffer)
        return buffer.withBytes { Array($0) }
    }
}

extension JSONValue {
    fileprivate func append(to buffer: inout RecordBuffer) {
        switch self {
        case .string(let text):
            buffer.append(0x22)
            JSONText.append(text, to: &buffer)
            buffer.append(0x22)
        case .integer(let number): buffer.append(Array(String(number).utf8))
        case .array(let values):
            buffer.append(0x5B)
            for (index, value) in values.enumerated() {
                if index > 0 { buffer.append(0x2C) }
                value.append(to: &buffer)
            }
            buffer.append(0x5D)
        case .object(let members):
            buffer.append(0x7B)
            for (index, member) in members.enumerated() {
                if index > 0 { buffer.append(0x2C) }
                JSONValue.string(member.name).append(to: &buffer)
                buffer.append(0x3A)
                member.value.append(to: &buffer)
            }
            buffer.append(0x7D)
        }
    }
}
