internal import Glibc

/// An address and port as the system calls take it.
struct SocketName {
    private var storage = sockaddr_storage()
    private let length: socklen_t

    var family: CInt { CInt(storage.ss_family) }

    init(address: String, port: UInt16) throws(SystemFailure) {
        if address.contains(":") {
            var name = sockaddr_in6()
            name.sin6_family = sa_family_t(AF_INET6)
            name.sin6_port = port.bigEndian
            guard inet_pton(AF_INET6, address, &name.sin6_addr) == 1 else {
                throw .init(activity: "address", code: EINVAL)
            }
            length = socklen_t(MemoryLayout.size(ofValue: name))
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: name, as: sockaddr_in6.self) }
        } else {
            var name = sockaddr_in()
            name.sin_family = sa_family_t(AF_INET)
            name.sin_port = port.bigEndian
            guard inet_pton(AF_INET, address, &name.sin_addr) == 1 else {
                throw .init(activity: "address", code: EINVAL)
            }
            length = socklen_t(MemoryLayout.size(ofValue: name))
            withUnsafeMutableBytes(of: &storage) { $0.storeBytes(of: name, as: sockaddr_in.self) }
        }
    }

    /// The name that a bound socket has.
    init(of descriptor: CInt) throws(SystemFailure) {
        var storage = sockaddr_storage()
        var length = socklen_t(MemoryLayout.size(ofValue: storage))
        let found = withUnsafeMutablePointer(to: &storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { getsockname(descriptor, $0, &length) }
        }
        guard found == 0 else { throw .last("getsockname") }
        self.storage = storage
        self.length = length
    }

    var port: UInt16 {
        withUnsafeBytes(of: storage) { bytes in
            // `sin_port` and `sin6_port` lie at the same place.
            UInt16(bigEndian: bytes.load(as: sockaddr_in.self).sin_port)
        }
    }

    func bind(_ descriptor: CInt) throws(SystemFailure) {
        guard withPointer({ Glibc.bind(descriptor, $0, $1) }) == 0 else { throw .last("bind") }
    }

    /// Lends it to a system call.
    func withPointer(_ call: (UnsafePointer<sockaddr>, socklen_t) -> CInt) -> CInt {
        withUnsafePointer(to: storage) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { call($0, length) }
        }
    }
}
