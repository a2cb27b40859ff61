internal import Glibc

/// The bytes of one segment, packed or not. The one place that knows how a segment lies on the disk.
struct SegmentReader: ~Copyable {
    private let form: Form

    private enum Form: ~Copyable {
        case plain(FileDescriptor)
        case packed(PackedSegment)
    }

    init(_ segment: SegmentName, in folder: DiskFolder) throws(FileFailure) {
        form = try Self.open(segment, in: folder)
    }

    private static func open(_ segment: SegmentName, in folder: DiskFolder) throws(FileFailure) -> Form {
        do throws(FileFailure) {
            return .plain(try FileDescriptor(folder.file(segment.file), flags: O_RDONLY))
        } catch {
            // While both forms are there they say the same; the packed one is there before the other goes.
            guard error.code == ENOENT, folder.holds(segment.packedFile) else { throw error }
            return .packed(try PackedSegment(segment, in: folder))
        }
    }

    /// Bytes the segment holds now, unpacked; more while it is written.
    var length: Int {
        get throws(FileFailure) {
            switch form {
            case .plain(let descriptor): try descriptor.length
            case .packed(let packed): packed.length
            }
        }
    }

    /// - Parameter offset: in the segment as it was written, packed or not.
    /// - Returns: how many bytes from there on were read into `buffer`; 0 at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(FileFailure) -> Int {
        switch form {
        case .plain(let descriptor): try descriptor.read(into: buffer, at: offset)
        case .packed(let packed): try packed.read(into: buffer, at: offset)
        }
    }
}
