internal import GatewayHTTP1
internal import GatewayIdentity
internal import GatewayPolicy

extension RequestView {
    /// Borrows from the bytes of an HTTP/1.1 head.
    init(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) {
        let cookie: UnsafeRawBufferPointer?
        switch head.cookie(.gateway, in: bytes) {
        case .found(let range): cookie = bytes[range]
        case .absent, .ambiguous: cookie = nil
        }
        self.init(
            method: .init(head, bytes), host: head.host.map { bytes[$0.host] } ?? .empty,
            path: head.target.path.isEmpty ? Self.root : bytes[head.target.path],
            cookieToken: cookie, headerToken: head.fields.first(.gwanmunSession).map { bytes[$0.value] },
            origin: head.fields.first(.origin).map { bytes[$0.value] },
            isWebSocket: head.offersWebSocket, trace: head.traceID.flatMap { TraceID(digits: bytes[$0]) })
    }

    /// An absolute-form target without a path stands for `/` (RFC 9112 § 3.2.2).
    private static var root: UnsafeRawBufferPointer {
        let slash: StaticString = "/"
        return UnsafeRawBufferPointer(start: slash.utf8Start, count: 1)
    }
}

extension GatewayPolicy.RequestMethod {
    init(_ head: RequestHead, _ bytes: UnsafeRawBufferPointer) {
        switch head.method {
        case .get: self = .get
        case .head: self = .head
        case .post: self = .post
        case .put: self = .put
        case .delete: self = .delete
        case .options: self = .options
        case .patch: self = .patch
        case .other: self = .other(String(decoding: bytes[head.methodRange], as: UTF8.self))
        }
    }
}
