import GatewaySIEM
import Glibc

/// Where a receiver's position is kept: written beside, synchronised, and renamed, so that it is always whole.
struct PositionFile {
    let path: String

    init(folder: String, receiver: String) { path = folder + "/" + receiver + ".position" }

    /// - Returns: `nil` when there is none.
    /// - Throws: when it cannot be read, or is no position: an operator decides then what the receiver has.
    func read() throws(PrivateFile.Problem) -> ForwardingPosition? {
        guard let bytes = try PrivateFile.read(path, limit: 4096) else { return nil }
        guard let position = ForwardingPosition(bytes) else {
            throw PrivateFile.Problem(
                description: "\(path): is no position; remove it, and the receiver gets every record again")
        }
        return position
    }

    func write(_ position: ForwardingPosition) throws(PrivateFile.Problem) {
        let temporary = path + ".new"
        unlink(temporary)
        try PrivateFile.create(temporary, position.bytes)
        guard rename(temporary, path) == 0 else {
            throw PrivateFile.Problem(description: "\(path): cannot be written: \(LastError.text)")
        }
    }
}
