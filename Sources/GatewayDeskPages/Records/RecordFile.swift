import GatewayAudit
import GatewayDesk
import GatewayIdentity

/// Records as a file to be kept: each in its place, between them what was deleted, and at the end what of the trail is not in it.
struct RecordFile {
    private let takings: RecordTakings
    private let language: Language

    init(_ takings: RecordTakings, in language: Language) {
        self.takings = takings
        self.language = language
    }

    /// The records as they stand; what is no record has a `format`.
    var jsonLines: [UInt8] {
        let lines = takings.lines.map { line in
            switch line {
            case .record(let text): text + "\n"
            case .deleted(let stretch): String(decoding: stretch.line, as: UTF8.self)
            }
        }
        return Array((lines.joined() + takings.end.line + "\n").utf8)
    }

    /// RFC 4180; what is no record has a type in brackets.
    ///
    /// - Parameter mark: whether it begins with a byte order mark.
    func table(mark: Bool) -> [UInt8] {
        let rows = takings.lines.map(row)
        let end = ExportCSV.note("end", saying: ExportWords.end(takings.end)[language], takings.end.line)
        return Array(((mark ? ExportCSV.mark : "") + ExportCSV.header + rows.joined() + end).utf8)
    }

    private func row(_ line: ExportedLine) -> String {
        switch line {
        case .record(var text):
            text.withUTF8 { ParsedRecord(line: UnsafeRawBufferPointer($0)) }.map(ExportCSV.row)
                ?? ExportCSV.note("unreadable", saying: ExportWords.unreadable[language], text)
        case .deleted(let stretch):
            ExportCSV.note(
                "deleted", at: stretch.first, saying: ExportWords.gone(stretch)[language],
                String(decoding: stretch.line.dropLast(), as: UTF8.self))
        }
    }
}
