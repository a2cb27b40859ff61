import GatewayHTTP1

/// Gives a parser its bytes whole or in growing pieces, as a connection would.
enum Reading {
    static func whole(_ input: [UInt8], _ parse: (UnsafeRawBufferPointer) -> HeadParse) -> HeadParse {
        input.withUnsafeBytes(parse)
    }

    static func inPieces(
        of size: Int, _ input: [UInt8], _ parse: (UnsafeRawBufferPointer) -> HeadParse
    ) -> HeadParse {
        var end = 0
        while true {
            end = min(end + size, input.count)
            let answer = parseCopy(of: input, upTo: end, parse)
            if answer != .needsMore || end == input.count { return answer }
        }
    }

    /// Short inputs are copied, so that the address sanitizer catches a look behind the piece.
    private static func parseCopy(
        of input: [UInt8], upTo end: Int, _ parse: (UnsafeRawBufferPointer) -> HeadParse
    ) -> HeadParse {
        if input.count <= 256 { return Array(input[..<end]).withUnsafeBytes(parse) }
        return input.withUnsafeBytes { parse(UnsafeRawBufferPointer(rebasing: $0[..<end])) }
    }
}
