/// The one form of a request path that is both judged and forwarded.
///
/// Nothing is rewritten: what could be read in two ways is refused, so the bytes that arrived go to the console as they are (signatures over
/// them, AWS SigV4 for one, still verify) and the rules see what every console must understand by them, decoded once.
///
/// Refused, with `bad_request`: no leading slash; a query or fragment; raw bytes outside printable ASCII, space, `\`; `;` raw or encoded (servers
/// cut path parameters off at different moments); `//`; `.` and `..` segments in any encoding; encoded `/`, `\`, control bytes, and bytes that are
/// not UTF-8 (overlong forms with them); a malformed `%`; and what would decode a second time (`%2541`).
/// Kept as they are: `%20`, `%2B`, `%3D`, `%ED%95%9C`, `100%25`, either case of the digits.
public struct CanonicalPath: Hashable, Sendable {
    /// Exactly the bytes that arrived.
    public let forwarded: String
    /// What the rules are matched with. The same storage as `forwarded` when nothing was encoded.
    public let decoded: String

    public enum Problem: Error, Hashable, Sendable {
        case notAbsolute
        case forbiddenByte
        case malformedEscape
        case encodedDelimiter
        case doubleEncoding
        case notUTF8
        case emptySegment
        case dotSegment
    }

    public init(_ raw: String) throws(Problem) {
        var raw = raw
        forwarded = raw
        // `withUTF8` rethrows any error; the verdict travels as a value to keep its type.
        let verdict: Result<String?, Problem> = raw.withUTF8 { text in
            let bytes = UnsafeRawBufferPointer(text)
            do throws(Problem) {
                guard try PathScan.hasEscapes(bytes) else { return .success(nil) }
                return .success(
                    try PathScan.decoding(bytes) { path throws(Problem) in String(decoding: path.bytes, as: UTF8.self) }
                )
            } catch {
                return .failure(error)
            }
        }
        decoded = try verdict.get() ?? forwarded
    }

    /// Lends the decoded bytes to a rule.
    public func withBytes<R>(_ body: (CanonicalBytes) -> R) -> R {
        if let result = decoded.utf8.withContiguousStorageIfAvailable({
            body(CanonicalBytes(UnsafeRawBufferPointer($0)))
        }) {
            return result
        }
        // Only a bridged string is not contiguous; copying makes it so.
        return Array(decoded.utf8).withUnsafeBytes { body(CanonicalBytes($0)) }
    }
}

/// The decoded bytes of a canonical path, lent for the time of one call: do not keep them.
public struct CanonicalBytes {
    let bytes: UnsafeRawBufferPointer

    init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

    /// Judges a raw path where it lies and lends its decoded form, without heap storage in either case.
    public static func lending<R>(
        _ raw: UnsafeRawBufferPointer, _ body: (CanonicalBytes) throws(CanonicalPath.Problem) -> R
    ) throws(CanonicalPath.Problem) -> R {
        if try PathScan.hasEscapes(raw) { return try PathScan.decoding(raw, body) }
        return try body(CanonicalBytes(raw))
    }
}
