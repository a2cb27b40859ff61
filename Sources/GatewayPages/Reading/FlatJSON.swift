internal import GatewayJSON

/// JSON of one shape, an object whose values are strings (RFC 8259), and nothing else.
enum FlatJSON {
    /// Pairs in the order written, repeated names included; `nil` when the text is anything but one object of strings.
    static func pairs(in text: [UInt8]) -> [(name: String, value: String)]? {
        guard let members = JSON(text)?.members else { return nil }
        var pairs: [(name: String, value: String)] = []
        for member in members {
            guard let value = member.value.string else { return nil }
            pairs.append((member.name, value))
        }
        return pairs
    }
}
