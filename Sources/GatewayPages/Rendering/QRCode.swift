import CQREncode

/// A QR code (ISO/IEC 18004) as one SVG path of unit squares, with the quiet zone of four modules that readers need.
struct QRCode: Equatable {
    /// Modules on a side, quiet zone included: the side of the SVG's view box.
    let side: Int
    /// Path data: one horizontal run per command.
    let path: String

    private static let quietZone = 4

    /// `nil` when the text is empty, holds a NUL or does not fit a code of level M (2331 bytes).
    init?(_ text: String) {
        guard !text.isEmpty, !text.utf8.contains(0),
            let code = text.withCString({ QRcode_encodeString8bit($0, 0, QR_ECLEVEL_M) })
        else { return nil }
        defer { QRcode_free(code) }
        let width = Int(code.pointee.width)
        guard let modules = code.pointee.data else { return nil }
        side = width + 2 * Self.quietZone
        path = Self.path(width: width) { x, y in modules[y * width + x] & 1 == 1 }
    }

    private static func path(width: Int, isDark: (_ x: Int, _ y: Int) -> Bool) -> String {
        var path = ""
        for y in 0..<width {
            var x = 0
            while x < width {
                var end = x
                while end < width, isDark(end, y) { end += 1 }
                if end > x { path += "M\(x + quietZone) \(y + quietZone)h\(end - x)v1h-\(end - x)z" }
                x = end + 1
            }
        }
        return path
    }
}
