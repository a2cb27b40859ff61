internal import GatewayHTTP1
internal import GatewayPolicy
internal import NIOCore

/// Keeps an answer that would become a file from somebody who may view and not download: no action implies `download` (compliance profile
/// nct-2025-04, semantics 5; vector V10).
///
/// What the upstream calls an attachment is refused to everybody without that action. Where nothing may be stored on the terminal either, so is what
/// browsers save instead of showing it, whatever the upstream calls it (T74). What a browser shows it can also save: that is for the isolated
/// environment that the policy names as a zone to prevent.
struct DownloadWatch {
    /// Whether `storage` says that nothing may be kept.
    let forbidsStoring: Bool
    private var signature = FileSignature()

    /// - Returns: `nil` where downloads are permitted.
    init?(_ permit: Permit) {
        guard !permit.permittedActions.contains(.download) else { return nil }
        forbidsStoring = permit.obligations.storage > .allow
    }

    init(forbidsStoring: Bool) { self.forbidsStoring = forbidsStoring }

    /// What a request must not ask for, so that the answer can be looked at: parts of a file, and encodings that hide what it is.
    static let askedForNothingHidden: FieldNameSet = [.range, .acceptEncoding]

    func refuses(_ head: ResponseHead, _ bytes: UnsafeRawBufferPointer) -> Bool {
        if let field = head.fields.first(.contentDisposition), !Disposition.isInline(bytes[field.value]) { return true }
        guard forbidsStoring, head.body != .none, head.body != .tunnel else { return false }
        if head.status == 206 { return true }
        if let field = head.fields.first(.contentEncoding), !bytes[field.value][...].matches("identity") { return true }
        guard let field = head.fields.first(.contentType) else { return false }
        return !ShownType.isShown(bytes[field.value])
    }

    /// - Parameter piece: the next of the answer's body.
    mutating func refuses(_ piece: ByteBuffer) -> Bool {
        guard forbidsStoring, !signature.isDecided else { return false }
        return piece.withUnsafeReadableBytes { signature.showsFile(after: $0) }
    }
}

/// `Content-Disposition` (RFC 6266 § 4.2).
enum Disposition {
    /// Any other type is handled as `attachment`; one that cannot be read is not `inline` either.
    static func isInline(_ value: UnsafeRawBufferPointer) -> Bool {
        value.prefix { $0 != UInt8(ascii: ";") }.trimmed.matches("inline")
    }
}

/// `Content-Type`: what browsers show by themselves.
enum ShownType {
    private static let families = ["image/", "font/", "audio/", "video/", "application/grpc"]
    private static let suffixes = ["+json", "+xml"]
    private static let single: Set<String> = [
        "application/json", "application/x-ndjson", "application/xml", "application/javascript",
        "application/x-javascript", "application/ecmascript", "application/wasm", "application/pdf",
        "application/x-www-form-urlencoded", "application/font-woff", "multipart/x-mixed-replace",
    ]
    /// Texts that browsers save.
    private static let savedTexts: Set<String> = [
        "text/csv", "text/tab-separated-values", "text/calendar", "text/vcard", "text/x-vcard", "text/rtf",
    ]

    static func isShown(_ value: UnsafeRawBufferPointer) -> Bool {
        let type = String(decoding: value.prefix { $0 != UInt8(ascii: ";") }.trimmed, as: UTF8.self).lowercased()
        if type.hasPrefix("text/") { return !savedTexts.contains(type) }
        return single.contains(type) || families.contains { type.hasPrefix($0) }
            || suffixes.contains { type.hasSuffix($0) }
    }
}

extension UnsafeRawBufferPointer.SubSequence {
    fileprivate var trimmed: Self {
        let isBlank: (UInt8) -> Bool = { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
        var rest = drop(while: isBlank)
        while let last = rest.last, isBlank(last) { rest.removeLast() }
        return rest
    }

    /// Without regard to case.
    fileprivate func matches(_ word: StaticString) -> Bool {
        word.withUTF8Buffer { word in
            count == word.count && zip(self, word).allSatisfy { $0 | 0x20 == $1 || $0 == $1 }
        }
    }
}
