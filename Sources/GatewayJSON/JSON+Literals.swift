// JSON that we write ourselves reads as it will be written.

extension JSON: ExpressibleByStringLiteral {
    public init(stringLiteral text: String) { self = .string(text) }
}

extension JSON: ExpressibleByBooleanLiteral {
    public init(booleanLiteral value: Bool) { self = .bool(value) }
}

extension JSON: ExpressibleByIntegerLiteral {
    public init(integerLiteral value: Int) { self = .number(value) }
}

extension JSON: ExpressibleByArrayLiteral {
    public init(arrayLiteral values: JSON...) { self = .array(values) }
}

extension JSON: ExpressibleByDictionaryLiteral {
    /// Members in this order.
    public init(dictionaryLiteral members: (String, JSON)...) { self = .object(members.map(Member.init)) }
}

extension JSON {
    public static func number(_ value: Int) -> JSON { .number(String(value)) }
    public static func strings(_ texts: some Sequence<String>) -> JSON { .array(texts.map { .string($0) }) }
}
