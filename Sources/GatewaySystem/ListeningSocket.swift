internal import Glibc
internal import Synchronization

/// A TCP socket that listens: from here on the kernel completes connections and keeps them, whether anybody accepts or not.
///
/// It is the owner of its descriptor; whoever accepts is lent a duplicate, and may lose that without the port being lost. Where a port is shared
/// (SO_REUSEPORT), sockets stand in a row in the order in which they came, and one of them gets every new connection.
public final class ListeningSocket: Sendable {
    /// `nil` once it is closed.
    private let descriptor: Mutex<CInt?>
    private let isShared: Bool
    /// The port it got, the one asked for unless that was 0.
    public let port: UInt16

    /// Connections that wait to be accepted; the kernel takes the lesser of this and `net.core.somaxconn`.
    private static let backlog: CInt = 4096

    /// - Parameters:
    ///   - address: dotted quad or RFC 4291 text, without brackets.
    ///   - isShared: another process of the same user may listen there, too, if it does so likewise.
    public init(address: String, port: UInt16, isShared: Bool = false) throws(SystemFailure) {
        let name = try SocketName(address: address, port: port)
        let descriptor = socket(
            name.family, Int32(SOCK_STREAM.rawValue | SOCK_CLOEXEC.rawValue | SOCK_NONBLOCK.rawValue), 0)
        guard descriptor >= 0 else { throw .last("socket") }
        do throws(SystemFailure) {
            try Self.set(SO_REUSEADDR, of: descriptor)
            if isShared { try Self.set(SO_REUSEPORT, of: descriptor) }
            try name.bind(descriptor)
            guard Glibc.listen(descriptor, Self.backlog) == 0 else { throw .last("listen") }
            self.port = try SocketName(of: descriptor).port
        } catch {
            Glibc.close(descriptor)
            throw error
        }
        self.descriptor = Mutex(descriptor)
        self.isShared = isShared
    }

    /// Takes over a bound descriptor of another kind, as the control socket's. It has no port.
    public init(adopting descriptor: CInt) throws(SystemFailure) {
        self.descriptor = Mutex(descriptor)
        isShared = false
        port = 0
        try restoreBacklog()
    }

    deinit { close() }

    /// A descriptor to accept from, the caller's to close.
    public func duplicate() throws(SystemFailure) -> CInt {
        try call("duplicating") { fcntl($0, F_DUPFD_CLOEXEC, 0) }
    }

    /// Whoever adopts a duplicate may call listen(2) with a backlog of their own, which then holds for all: this puts it right.
    public func restoreBacklog() throws(SystemFailure) {
        _ = try call("listen") { Glibc.listen($0, Self.backlog) }
    }

    /// From now on new connections go to the process that came after this one, if there is one. Those that are here already stay.
    /// - Returns: whether the port is shared at all.
    public func giveWay() throws(SystemFailure) -> Bool {
        guard isShared else { return false }
        _ = try call("giving way") { PortShare.attach(.second, to: $0) }
        return true
    }

    /// From now on new connections come here, after the process before this one has gone.
    public func takeLead() throws(SystemFailure) {
        guard isShared else { return }
        _ = try call("taking the lead") { PortShare.attach(.first, to: $0) }
    }

    /// Listens no more, once the duplicates are closed, too: connections that nobody has accepted are reset.
    public func close() {
        descriptor.withLock { descriptor in
            if let open = descriptor { Glibc.close(open) }
            descriptor = nil
        }
    }

    /// - Returns: what the call gave, which is not negative.
    private func call(_ activity: String, _ body: (CInt) -> CInt) throws(SystemFailure) -> CInt {
        let (result, code) = descriptor.withLock { descriptor in
            let result = descriptor.map(body) ?? -1
            return (result, descriptor == nil ? EBADF : errno)
        }
        guard result >= 0 else { throw SystemFailure(activity: activity, code: code) }
        return result
    }

    private static func set(_ option: CInt, of descriptor: CInt) throws(SystemFailure) {
        var on: CInt = 1
        guard setsockopt(descriptor, SOL_SOCKET, option, &on, socklen_t(MemoryLayout.size(ofValue: on))) == 0 else {
            throw .last("socket option \(option)")
        }
    }
}
