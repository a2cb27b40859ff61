/// Reads an answer's head, as we wrote it, into fields.
struct ResponseFields {
    let status: Int

    /// - Parameters:
    ///   - text: `HTTP/1.1 200 reason`, field lines, an empty line.
    ///   - isWebSocket: it answers an offer of RFC 8441, for which 101 is 200 and needs no proof.
    /// - Returns: `nil` if the text is not of that form.
    init?(of text: UnsafeRawBufferPointer, isWebSocket: Bool, into block: inout FieldBlock) {
        var lines = HeadLines(text)
        guard let line = lines.next(), line.count >= 12, let status = Self.status(line) else { return nil }
        let opensTunnel = status == 101
        guard !opensTunnel || isWebSocket else { return nil }
        let digits = FieldBytes(rebasing: line[9..<12])
        guard opensTunnel ? block.append(":status", "200") : block.append(":status", digits) else { return nil }
        while let line = lines.next() {
            guard let (name, value) = HeadLines.field(line) else { return nil }
            if FieldGrammar.isOfConnection(name) || opensTunnel && FieldGrammar.spells(name, "sec-websocket-accept") {
                continue
            }
            guard block.append(name, value) else { return nil }
        }
        self.status = status
    }

    /// 1xx but 101: the answer proper is still to come.
    var isInterim: Bool { status < 200 && status != 101 }

    private static func status(_ line: FieldBytes) -> Int? {
        var status = 0
        for byte in line[9..<12] {
            guard byte &- 0x30 < 10 else { return nil }
            status = status * 10 + Int(byte &- 0x30)
        }
        return (100..<600).contains(status) ? status : nil
    }
}
