internal import NIOCore

/// Writes trailers that arrive in fields as HTTP/1.1 would have written them: field lines and an empty line.
struct TrailerText {
    private var text = HeadText()
    private var isMalformed = false

    mutating func begin() {
        text.begin()
        isMalformed = false
    }

    /// Lets go of all storage.
    mutating func release() { self = TrailerText() }

    mutating func take(_ name: FieldBytes, _ value: FieldBytes) {
        guard FieldGrammar.isName(name), FieldGrammar.isValue(value), !FieldGrammar.isOfConnection(name) else {
            return isMalformed = true
        }
        text.appendField(name, value)
    }

    mutating func finish() -> ByteBuffer? { isMalformed ? nil : text.end() }
}
