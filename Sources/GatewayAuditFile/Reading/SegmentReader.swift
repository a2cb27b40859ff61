internal import Glibc

/// The bytes of one segment, wherever they are kept. The one place that knows how a segment lies on the disk.
struct SegmentReader: ~Copyable {
    private let descriptor: FileDescriptor

    init(_ segment: SegmentName, in folder: DiskFolder) throws(FileFailure) {
        descriptor = try FileDescriptor(folder.file(segment.file), flags: O_RDONLY)
    }

    /// Bytes the segment holds now; more while it is written.
    var length: Int {
        get throws(FileFailure) { try descriptor.length }
    }

    /// - Returns: how many bytes from `offset` on were read into `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
        try descriptor.read(into: buffer, at: offset)
    }
}
