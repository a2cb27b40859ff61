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
        return split(text) { $0.isWhitespace }.map { withoutMail($0) ?? addresses(in: $0) }.joined()
    }

    /// `ho***@…` for `hong@example.kr`.
    private static func withoutMail(_ word: Substring) -> String? {
        guard let at = word.firstIndex(of: "@"), at > word.startIndex, word.index(after: at) < word.endIndex else {
            return nil
        }
        return word[..<at].prefix(2) + "***@…"
    }

    /// `203.0.*.*` for `203.0.113.7`, also before a port, in an URL, at the end of a sentence; of a network its beginning.
    private static func addresses(in word: Substring) -> String {
        split(word) { !($0.isHexDigit && $0.isASCII || $0 == "." || $0 == ":") }.map { run in
            let end = run.lastIndex { $0 != "." && $0 != ":" }.map { run.index(after: $0) } ?? run.startIndex
            let whole = run[..<end]
            if let address = NetworkAddress(String(whole)) { return address.masked + run[end...] }
            guard whole.contains("."), let colon = whole.lastIndex(of: ":"),
                let address = NetworkAddress(String(whole[..<colon]))
            else { return String(run) }
            return address.masked + run[colon...]
        }.joined()
    }

    /// Into runs of what separates and what does not, in turn.
    private static func split<Text: StringProtocol>(_ text: Text, at separates: (Character) -> Bool) -> [Substring] {
        var rest = Substring(text)
        var parts: [Substring] = []
        while let first = rest.first {
            let kind = separates(first)
            let part = rest.prefix { separates($0) == kind }
            parts.append(part)
            rest = rest[part.endIndex...]
        }
        return parts
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
