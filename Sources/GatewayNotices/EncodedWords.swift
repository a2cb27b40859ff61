internal import FoundationEssentials

/// Text for a header field, in ASCII (RFC 2047 § 2: encoded words, here always `=?UTF-8?B?…?=`).
///
/// Nothing of the text reaches the field but through base64, or as printable ASCII: no line break, no second field.
struct EncodedWords {
    /// Bytes of a word. RFC 2047 § 2: it is at most 75 characters long, 12 of them the frame; less here, so that the first
    /// stays on the line of `Subject: ` (RFC 5322 § 2.1.1: 78).
    private static let longestPayload = 42

    /// Folded: the words stand on lines of their own, each behind a space (RFC 5322 § 2.2.3).
    let folded: String

    init(_ text: String) {
        if text.utf8.count <= 60, !text.contains("=?"), text.utf8.allSatisfy({ (0x20...0x7E).contains($0) }) {
            folded = text
            return
        }
        var words: [String] = []
        var chunk: [UInt8] = []
        func close() {
            guard !chunk.isEmpty else { return }
            words.append("=?UTF-8?B?\(Data(chunk).base64EncodedString())?=")
            chunk = []
        }
        // RFC 2047 § 5: each word is whole characters; by scalars, because one grapheme may be longer than a word.
        for scalar in text.unicodeScalars {
            let bytes = Array(String(scalar).utf8)
            if chunk.count + bytes.count > Self.longestPayload { close() }
            chunk += bytes
        }
        close()
        folded = words.joined(separator: "\n ")
    }
}
