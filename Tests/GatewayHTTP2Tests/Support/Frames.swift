/// Frames made by hand (RFC 9113 § 4.1), right or wrong.
struct Frames {
    private(set) var bytes: [UInt8] = []

    static let preface = Array("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".utf8)

    /// What a client begins with: its preface and an empty SETTINGS frame.
    static func greeting() -> Frames {
        var frames = Frames()
        frames.bytes += preface
        frames.add(.settings)
        return frames
    }

    struct Kind {
        let number: UInt8

        static let data = Kind(number: 0)
        static let headers = Kind(number: 1)
        static let priority = Kind(number: 2)
        static let reset = Kind(number: 3)
        static let settings = Kind(number: 4)
        static let pushPromise = Kind(number: 5)
        static let ping = Kind(number: 6)
        static let goAway = Kind(number: 7)
        static let windowUpdate = Kind(number: 8)
        static let continuation = Kind(number: 9)
    }

    static let endStream: UInt8 = 0x1
    static let acknowledgement: UInt8 = 0x1
    static let endHeaders: UInt8 = 0x4
    static let padded: UInt8 = 0x8

    mutating func add(_ kind: Kind, flags: UInt8 = 0, stream: UInt32 = 0, _ payload: [UInt8] = []) {
        let length = payload.count
        bytes += [UInt8(length >> 16 & 255), UInt8(length >> 8 & 255), UInt8(length & 255), kind.number, flags]
        bytes += Self.word(stream) + payload
    }

    /// HEADERS with the fields as literals that are not indexed (RFC 7541 § 6.2.2).
    mutating func request(
        _ fields: [(String, String)], stream: UInt32 = 1, endsStream: Bool = true
    ) {
        add(
            .headers, flags: Self.endHeaders | (endsStream ? Self.endStream : 0), stream: stream,
            fields.flatMap { Self.literal($0, $1) })
    }

    static func literal(_ name: String, _ value: String) -> [UInt8] {
        [0] + string(Array(name.utf8)) + string(Array(value.utf8))
    }

    static func word(_ number: UInt32) -> [UInt8] {
        stride(from: 24, through: 0, by: -8).map { UInt8(truncatingIfNeeded: number >> UInt32($0)) }
    }

    /// A length in the prefix form of RFC 7541 § 5.1, seven bits, and the bytes as they are.
    private static func string(_ bytes: [UInt8]) -> [UInt8] {
        guard bytes.count >= 127 else { return [UInt8(bytes.count)] + bytes }
        var length: [UInt8] = [127]
        var rest = bytes.count - 127
        while rest >= 128 {
            length.append(UInt8(rest % 128 + 128))
            rest /= 128
        }
        return length + [UInt8(rest)] + bytes
    }

    static func get(_ path: String = "/", _ more: (String, String)...) -> [(String, String)] {
        [(":method", "GET"), (":scheme", "https"), (":authority", "console.test"), (":path", path)] + more
    }
}
