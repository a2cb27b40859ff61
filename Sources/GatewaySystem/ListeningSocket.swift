internal import Glibc
internal import Synchronization

/// A TCP socket that listens: from here on the kernel completes connections and keeps them, whether anybody accepts or not.
///
/// It is the owner of its descriptor; whoever accepts is lent a duplicate, and may lose that without the port being lost.
public final class ListeningSocket: Sendable {
    /// What could not be done, and the `errno`.
    public struct Failure: Error, CustomStringConvertible {
        public let activity: String
        public let code: Int32

        public var description: String { "\(activity): \(String(cString: strerror(code)))" }
    }

    /// `nil` once it is closed.
    private let descriptor: Mutex<CInt?>
    /// The port it got, the one asked for unless that was 0.
    public let port: UInt16

    /// Connections that wait to be accepted; the kernel takes the lesser of this and `net.core.somaxconn`.
    private static let backlog: CInt = 4096

    /// - Parameter address: dotted quad or RFC 4291 text, without brackets.
    public init(address: String, port: UInt16) throws(Failure) {
        let name = try SocketName(address: address, port: port)
        let descriptor = socket(
            name.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .last("socket") }
        do throws(Failure) {
            try Self.set(SO_REUSEADDR, of: descriptor)
            try name.bind(descriptor)
            guard Glibc.listen(descriptor, Self.backlog) == 0 else { throw .last("listen") }
            self.port = try SocketName(of: descriptor).port
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = Mutex(descriptor)
    }

    /// Takes over a bound descriptor of another kind, as the control socket's. It has no port.
    public init(adopting descriptor: CInt) throws(Failure) {
        self.descriptor = Mutex(descriptor)
        port = 0
        try restoreBacklog()
    }

    deinit { close() }

    /// A descriptor to accept from, the caller's to close.
    public func duplicate() throws(Failure) -> CInt {
        try call("duplicating") { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    }

    /// Whoever adopts a duplicate may call listen(2) with a backlog of their own, which then holds for all: this puts it right.
    public func restoreBacklog() throws(Failure) {
        _ = try call("listen") { Glibc.listen($0, Self.backlog) }
    }

    /// Listens no more, once the duplicates are closed, too: connections that nobody has accepted are reset.
    public func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Glibc.close(open) }
            descriptor = nil
        }
    }

    /// - Returns: what the call gave, which is not negative.
    private func call(_ activity: String, _ body: (CInt) -> CInt) throws(Failure) -> CInt {
        let (result, code) = descriptor.withLock { descriptor in
            let result = descriptor.map(body) ?? -1
            return (result, descriptor == nil ? EBADF : errno)
        }
        guard result >= 0 else { throw Failure(activity: activity, code: code) }
        return result
    }

    private static func set(_ option: CInt, of descriptor: CInt) throws(Failure) {
        var on: CInt = 1
        guard setsockopt(descriptor, SOL_SOCKET, option, &on, socklen_t(MemoryLayout.size(ofValue: on))) == 0 else {
            throw .last("socket option \(option)")
        }
    }
}

extension ListeningSocket.Failure {
    static func last(_ activity: String) -> Self { Self(activity: activity, code: errno) }
}
