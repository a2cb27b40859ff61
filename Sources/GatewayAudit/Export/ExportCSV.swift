/// Records as rows of a table (RFC 4180: CRLF, quotes doubled), for programs that take formulas seriously.
///
/// What begins with `=`, `+`, `-`, `@`, a tab or a carriage return would be run by a spreadsheet: an apostrophe stands before it. So the table is for
/// reading; what counts is the line of the record.
public enum ExportCSV {
    /// Fields of a record, in the order of the columns; the others are in the last one, as JSON.
    public static let columns: [RecordField] = [
        .sequence, .time, .type, .severity, .outcome, .reason, .account, .roles, .sourceAddress, .country, .zone,
        .device,
        .upstream, .grade, .method, .path, .action, .status, .bytesIn, .bytesOut, .duration, .decision, .rule, .object,
        .objectType, .change, .cause, .statedReason, .recipient, .applicant, .approver, .request, .eventID, .requestID,
        .sessionHash, .certificateIssuer, .certificateSerial, .certificateKey, .policy, .host,
    ]
    public static let others = "others"

    /// Tells Excel that the text is UTF-8.
    public static let mark = "\u{FEFF}"

    public static var header: String { line(columns.map(\.rawValue) + [others]) }

    public static func row(_ record: ParsedRecord) -> String {
        let named = Set(columns.map(\.rawValue))
        let rest = record.members.filter { !named.contains($0.name) }
        let others = String(decoding: ParsedRecord(members: rest).line, as: UTF8.self)
        return line(columns.map { record[$0].map(shown) ?? "" } + [others])
    }

    private static func shown(_ value: JSONValue) -> String {
        switch value {
        case .string(let text): text
        case .integer(let number): String(number)
        case .array(let values): values.map(shown).joined(separator: " ")
        case .object(let members): members.map { "\($0.name)=\(shown($0.value))" }.joined(separator: " ")
        }
    }

    /// A row of any table of the kind, with its CRLF.
    public static func line(_ cells: [String]) -> String { joined(cells) + "\r\n" }

    /// Without it: for a terminal.
    public static func joined(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") }

    static func cell(_ text: String) -> String {
        var text = text
        if let first = text.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first), Int(text) == nil {
            text = "'" + text
        }
        // Some part cells at semicolons or tabs.
        guard
            text.utf8.contains(where: {
                $0 == 0x2C || $0 == 0x22 || $0 == 0x0A || $0 == 0x0D || $0 == 0x3B || $0 == 0x09
            })
        else { return text }
        return "\"" + text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }
}
