internal import GatewayAudit
internal import Glibc

/// How far the checkpoints were sent to one place: 20 digits and an LF in a file beside them, `<place>.sent`.
///
/// Not synchronised: after a power cut some are sent a second time, which changes nothing.
public struct CheckpointPosition: ~Copyable {
    static let suffix = ".sent"

    private let file: FileDescriptor

    public init(of place: String, in directory: String) throws(FileFailure) {
        file = try FileDescriptor(directory + "/" + place + Self.suffix, flags: O_RDWR | O_CREAT)
    }

    /// The bytes of the checkpoint file that were sent; 0 where nothing, or nothing legible, is kept.
    public var offset: Int {
        get throws(FileFailure) {
            try file.seek(to: 0)
            return Int(String(decoding: try file.read(upTo: 21).dropLast(), as: UTF8.self)) ?? 0
        }
    }

    public borrowing func note(_ offset: Int) throws(FileFailure) {
        try file.overwrite(Array((HeadLine.padded(UInt64(offset)) + "\n").utf8))
    }
}
