/// Records as those see them who look on (compliance profile nct-2025-04, 2.8; ISMS-P 2.6.3): enough to tell two apart, too little to know who it is.
public enum RecordMask {
    /// With addresses and mail addresses in part. A masked record proves nothing: its hash is that of the whole one.
    public static func masked(_ record: ParsedRecord) -> ParsedRecord {
        ParsedRecord(
            members: record.members.map { member in
                JSONValue.Member(name: member.name, value: masked(member.value, isAddress: isAddress(member.name)))
            })
    }

    /// The last 16 bits and more: `203.0.*.*`, or the first three groups of an IPv6 address.
    public static func address(_ text: String) -> String {
        let octets = text.split(separator: ".", omittingEmptySubsequences: false)
        if octets.count == 4, !text.contains(":") { return "\(octets[0]).\(octets[1]).*.*" }
        guard text.contains(":") else { return "*" }
        return text.split(separator: ":", omittingEmptySubsequences: true).prefix(3).joined(separator: ":") + "::*"
    }

    private static func isAddress(_ name: String) -> Bool { name == RecordField.sourceAddress.rawValue }

    private static func masked(_ value: JSONValue, isAddress: Bool) -> JSONValue {
        switch value {
        case .string(let text): .string(isAddress ? address(text) : withoutMail(text))
        case .integer: value
        case .array(let values): .array(values.map { masked($0, isAddress: isAddress) })
        case .object(let members):
            .object(members.map { .init(name: $0.name, value: masked($0.value, isAddress: self.isAddress($0.name))) })
        }
    }

    /// `ho***@…` for `hong@example.kr`, wherever in a text.
    private static func withoutMail(_ text: String) -> String {
        guard text.contains("@") else { return text }
        return text.split(separator: " ", omittingEmptySubsequences: false).map { word in
            guard let at = word.firstIndex(of: "@"), at > word.startIndex, word.index(after: at) < word.endIndex else {
                return String(word)
            }
            return word[..<at].prefix(2) + "***@…"
        }.joined(separator: " ")
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
