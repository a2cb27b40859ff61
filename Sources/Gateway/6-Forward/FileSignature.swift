/// Tells archives, programs and databases by how they begin, whatever they are called on the way.
struct FileSignature {
    private var beginning: [UInt8] = []
    /// Nothing that follows can change it.
    private(set) var isDecided = false

    /// As far as `ustar`, the last of the signs.
    private static let length = 262

    private static let signs: [[UInt8]] = [
        [0x50, 0x4B, 0x03, 0x04], [0x50, 0x4B, 0x05, 0x06],  // zip, and all that are zips inside
        [0x1F, 0x8B], [0x42, 0x5A, 0x68], [0x28, 0xB5, 0x2F, 0xFD], [0x04, 0x22, 0x4D, 0x18],  // gzip, bzip2, zstd, lz4
        [0xFD, 0x37, 0x7A, 0x58, 0x5A, 0x00], [0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C],  // xz, 7z
        Array("Rar!\u{1A}\u{7}".utf8), Array("MSCF".utf8), Array("xar!".utf8), Array("!<arch>".utf8),
        [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],  // documents of older office programs
        [0x7F, 0x45, 0x4C, 0x46], [0xCA, 0xFE, 0xBA, 0xBE], [0xCF, 0xFA, 0xED, 0xFE],  // ELF, Java, Mach-O
        Array("SQLite format 3\0".utf8),
    ]

    /// - Parameter bytes: the next of the body.
    /// - Returns: whether what came so far begins as a file does that nobody looks at in a browser.
    mutating func showsFile(after bytes: UnsafeRawBufferPointer) -> Bool {
        guard !isDecided else { return false }
        beginning += bytes.prefix(Self.length - beginning.count)
        if Self.signs.contains(where: { beginning.starts(with: $0) }) || isArchiveOfTapes || isProgramOfWindows {
            isDecided = true
            return true
        }
        isDecided = beginning.count == Self.length
        return false
    }

    /// tar has its sign behind the first name.
    private var isArchiveOfTapes: Bool { beginning.dropFirst(257).starts(with: Array("ustar".utf8)) }

    /// `MZ` alone could begin a text.
    private var isProgramOfWindows: Bool {
        beginning.starts(with: Array("MZ".utf8)) && beginning.prefix(64).contains(0)
    }
}
