import GatewaySIEM
import Glibc

/// Records as they stand, a line each, at the end of a file; synchronised before they count as taken.
///
/// Rotation is for others: a file that was moved away or removed is made anew at the next record, without a signal.
final class FileRecordCarrier: RecordCarrier {
    let isAcknowledged = true

    private let path: String
    private var descriptor: Int32 = -1

    init(path: String) { self.path = path }

    deinit { drop() }

    func send(_ messages: [SIEMMessage]) throws(CarrierFailure) -> UInt64 {
        guard !messages.isEmpty else { return 0 }
        try reopenIfMoved()
        var bytes: [UInt8] = []
        for message in messages {
            bytes += message.line
            bytes.append(0x0A)
        }
        try append(bytes)
        return 0
    }

    func look() {}

    func drop() {
        if descriptor >= 0 { close(descriptor) }
        descriptor = -1
    }

    private func append(_ bytes: [UInt8]) throws(CarrierFailure) {
        let start = lseek(descriptor, 0, SEEK_END)
        var written = 0
        while written < bytes.count {
            let count = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress.map { $0 + written }, $0.count - written)
            }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { throw failure("cannot be written", backTo: start) }
            written += count
        }
        guard fdatasync(descriptor) == 0 else { throw failure("cannot be synchronised", backTo: start) }
    }

    /// Nothing half written is left, if it can be helped.
    private func failure(_ what: String, backTo length: off_t) -> CarrierFailure {
        let failure = CarrierFailure("\(path): \(what): \(LastError.text)")
        if length >= 0 { _ = ftruncate(descriptor, length) }
        drop()
        return failure
    }

    private func reopenIfMoved() throws(CarrierFailure) {
        if descriptor >= 0 {
            var (here, there) = (stat(), stat())
            if fstat(descriptor, &here) == 0, stat(path, &there) == 0, here.st_ino == there.st_ino,
                here.st_dev == there.st_dev
            {
                return
            }
            drop()
        }
        descriptor = Glibc.open(path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0o640)
        guard descriptor >= 0 else { throw CarrierFailure("\(path): cannot be opened: \(LastError.text)") }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            drop()
            throw CarrierFailure("\(path): is not a regular file")
        }
        // An interrupted process may have left an unfinished line; that record comes again whole.
        var last: UInt8 = 0x0A
        if status.st_size > 0, pread(descriptor, &last, 1, status.st_size - 1) == 1, last != 0x0A { try append([0x0A]) }
        if status.st_size == 0 { synchroniseFolder() }
    }

    private func synchroniseFolder() {
        let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
        let descriptor = Glibc.open(folder.isEmpty ? "/" : folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
        guard descriptor >= 0 else { return }
        fsync(descriptor)
        close(descriptor)
    }
}
