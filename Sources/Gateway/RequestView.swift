internal import GatewayIdentity
internal import GatewayPolicy

/// A request as the stages see it, whatever protocol it came in: borrowed bytes, good until the verdict is given.
struct RequestView {
    let method: RequestMethod
    /// Host or :authority without the port, as written.
    let host: UnsafeRawBufferPointer
    /// The raw path, without the query.
    let path: UnsafeRawBufferPointer
    /// Value of the cookie `__Host-gwanmun`; `nil` without one, and when it stands there twice.
    let cookieToken: UnsafeRawBufferPointer?
    /// Value of `Gwanmun-Session`, likewise.
    let headerToken: UnsafeRawBufferPointer?
    let origin: UnsafeRawBufferPointer?
    let isWebSocket: Bool
    /// The trace that it belongs to, by what its client says.
    var trace: TraceID?

    /// Paths that never reach an upstream: `/.gwanmun` and what is below it.
    var isOurs: Bool {
        let own: StaticString = "/.gwanmun"
        guard path.count >= own.utf8CodeUnitCount else { return false }
        for index in 0..<own.utf8CodeUnitCount where path[index] != own.utf8Start[index] { return false }
        return path.count == own.utf8CodeUnitCount || path[own.utf8CodeUnitCount] == UInt8(ascii: "/")
    }

    /// `/.gwanmun/health`, which tells whether we are well.
    var asksForHealth: Bool {
        let health: StaticString = "/.gwanmun/health"
        return path.elementsEqual(UnsafeRawBufferPointer(start: health.utf8Start, count: health.utf8CodeUnitCount))
    }

    /// An encoded spelling of our own paths (`/%2egwanmun/…`): ours to the upstream, not ours to the comparison above.
    var hidesOurs: Bool {
        guard path.contains(UInt8(ascii: "%")) else { return false }
        do throws(CanonicalPath.Problem) {
            return try CanonicalPath(String(decoding: path, as: UTF8.self)).decoded.hasPrefix("/.gwanmun")
        } catch {
            return true
        }
    }

    /// Compares the host with a lower-case name, letters in either case (RFC 9110 § 4.2.3).
    func hostIs(_ name: String) -> Bool {
        var name = name
        return name.withUTF8 { expected in
            guard expected.count == host.count else { return false }
            for index in 0..<expected.count {
                let byte = host[index]
                guard ((0x41...0x5A).contains(byte) ? byte | 0x20 : byte) == expected[index] else { return false }
            }
            return true
        }
    }
}
