/// Why a chunked body was refused (RFC 9112 § 7.1). After it the framing is unknown: both connections close.
public enum ChunkedProblem: Error, Hashable, Sendable {
    /// No hexadecimal digit, more than sixteen, or something between the digits and what may follow them.
    case sizeMalformed
    /// More than 2^63 - 1 bytes in one chunk.
    case sizeTooLarge
    /// Not the grammar of RFC 9112 § 7.1.1, or blanks around its signs, which that section calls bad.
    case extensionMalformed
    /// More extension bytes than anyone has use for, in one line or in the whole body.
    case extensionsTooLarge
    /// CR without LF, or LF without CR, at the end of a size line.
    case lineEndMalformed
    /// The chunk's data is not followed by CRLF: its size was a lie.
    case dataEndMalformed
    case trailersMalformed(HeadProblem)

    /// The stable code for logs and records.
    public var code: String {
        switch self {
        case .sizeMalformed: "chunk_size_malformed"
        case .sizeTooLarge: "chunk_size_too_large"
        case .extensionMalformed: "chunk_extension_malformed"
        case .extensionsTooLarge: "chunk_extensions_too_large"
        case .lineEndMalformed: "chunk_line_end_malformed"
        case .dataEndMalformed: "chunk_data_end_malformed"
        case .trailersMalformed: "trailers_malformed"
        }
    }
}
