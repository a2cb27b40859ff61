/// Reads a request's head, as we wrote it, into fields.
struct RequestFields {
    let isHead: Bool

    /// - Parameters:
    ///   - text: `GET /path HTTP/1.1`, field lines with one `Host` among them, an empty line.
    ///   - scheme: `https`, or `http` over a connection without TLS.
    /// - Returns: `nil` if the text is not of that form, or asks for an upgrade, which HTTP/2 does not have.
    init?(of text: UnsafeRawBufferPointer, scheme: StaticString, into block: inout FieldBlock) {
        var lines = HeadLines(text)
        guard let line = lines.next(), let methodEnd = line.firstIndex(of: 0x20),
            let targetEnd = line.lastIndex(of: 0x20), methodEnd > 0, targetEnd > methodEnd + 1,
            let host = Self.host(in: lines)
        else { return nil }
        let method = FieldBytes(rebasing: line[..<methodEnd])
        guard block.append(":method", method), block.append(":scheme", scheme), block.append(":authority", host),
            block.append(":path", FieldBytes(rebasing: line[(methodEnd + 1)..<targetEnd]))
        else { return nil }
        while let line = lines.next() {
            guard let (name, value) = HeadLines.field(line) else { return nil }
            if FieldGrammar.spells(name, "upgrade") { return nil }
            if Self.staysBehind(name, value) { continue }
            guard block.append(name, value, isSecret: Self.isOfOnePerson(name)) else { return nil }
        }
        isHead = FieldGrammar.equals(method, "HEAD")
    }

    /// Many people share a connection to an upstream. What is one person's would only drive the rest out of the table
    /// of HPACK, and could be probed there; `authorization` is left out by nghttp2.
    private static func isOfOnePerson(_ name: FieldBytes) -> Bool {
        FieldGrammar.spells(name, "cookie")
            || name.count > 9 && FieldGrammar.spells(FieldBytes(rebasing: name[..<9]), "x-gwanmun")
    }

    private static func host(in lines: HeadLines) -> FieldBytes? {
        var lines = lines
        while let line = lines.next() {
            if let (name, value) = HeadLines.field(line), FieldGrammar.spells(name, "host") { return value }
        }
        return nil
    }

    /// `Host` has become `:authority`; `TE` may say one thing (RFC 9113 § 8.2.2).
    private static func staysBehind(_ name: FieldBytes, _ value: FieldBytes) -> Bool {
        switch name.count {
        case 2: FieldGrammar.spells(name, "te") && !FieldGrammar.spells(value, "trailers")
        case 4: FieldGrammar.spells(name, "host")
        case 14: FieldGrammar.spells(name, "http2-settings")
        default: FieldGrammar.isOfConnection(name)
        }
    }
}
