internal import GatewayAudit
internal import Glibc

/// Reads a segment line by line with bounded memory, also while it is being written.
struct SegmentLines: ~Copyable {
    enum Piece {
        /// A line without its LF. Valid inside the closure it is lent to.
        case line(UnsafeRawBufferPointer)
        /// Bytes at the end of the file without an LF.
        case unfinished(UnsafeRawBufferPointer)
        /// More bytes without an LF than a record can have.
        case tooLong
    }

    private let segment: SegmentReader
    private let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: 4 * RecordLine.limit, alignment: 16)
    private var start = 0
    private var end = 0
    /// Offset in the file of the next piece.
    private(set) var offset = 0

    /// - Parameter offset: where a line begins.
    init(_ segment: SegmentName, in folder: DiskFolder, from offset: Int = 0) throws(FileFailure) {
        self.segment = try SegmentReader(segment, in: folder)
        self.offset = offset
    }

    deinit { memory.deallocate() }

    /// Lends the next piece to `use`; `nil` at the end. After `.unfinished` and `.tooLong` nothing follows.
    mutating func next<R>(_ use: (Piece) -> R) throws(FileFailure) -> R? {
        while true {
            let available = UnsafeRawBufferPointer(rebasing: memory[start..<end])
            if let first = available.baseAddress, let newline = memchr(first, 0x0A, available.count) {
                let length = UnsafeRawPointer(newline) - first
                start += length + 1
                offset += length + 1
                return use(.line(UnsafeRawBufferPointer(rebasing: available[..<length])))
            }
            if available.count > RecordLine.limit {
                start = end
                return use(.tooLong)
            }
            guard try refill() else {
                // Where the rest lies now: reading on may have moved it.
                let rest = UnsafeRawBufferPointer(rebasing: memory[start..<end])
                start = end
                return rest.isEmpty ? nil : use(.unfinished(rest))
            }
        }
    }

    /// - Returns: false at the end of the file.
    private mutating func refill() throws(FileFailure) -> Bool {
        if start > 0 {
            memory.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[start..<end]))
            end -= start
            start = 0
        }
        let free = UnsafeMutableRawBufferPointer(rebasing: memory[end...])
        let count = try segment.read(into: free, at: offset + end)
        end += count
        return count > 0
    }
}
