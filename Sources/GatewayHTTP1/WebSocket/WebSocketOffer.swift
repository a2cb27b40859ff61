/// What a client offered when it asked for a WebSocket, as far as the answer to it must keep to that (RFC 6455 § 4.1).
public struct WebSocketOffer: Hashable, Sendable {
    private let accept: [UInt8]
    private let subprotocols: [[UInt8]]
    private let extensions: [[UInt8]]

    /// - Parameters:
    ///   - bytes: what the head was parsed from.
    ///   - proof: makes of the key what `Sec-WebSocket-Accept` must say (§ 4.2.2, item 5.4).
    /// - Returns: `nil` if the head offers no WebSocket.
    public init?(
        in head: RequestHead, _ bytes: UnsafeRawBufferPointer, proof: (UnsafeRawBufferPointer) -> [UInt8]
    ) {
        guard head.offersWebSocket, let key = head.fields.first(.secWebSocketKey) else { return nil }
        accept = proof(bytes[key.value])
        subprotocols = Self.names(in: head.fields, .secWebSocketProtocol, bytes)
        extensions = Self.names(in: head.fields, .secWebSocketExtensions, bytes)
    }

    /// Whether an answer with these fields agrees to what was offered, and to nothing else.
    ///
    /// Without the one right proof a cache, or a server that echoes, would be taken for a console that speaks WebSocket. A
    /// subprotocol or an extension that nobody asked for is for the client to refuse; one behind HTTP/2 may not look.
    func isAgreed(by fields: HeadFields, in bytes: UnsafeRawBufferPointer) -> Bool {
        // § 11.3: each of them at most once in an answer.
        guard fields.repeatsNothing(of: .onceInAgreement),
            let proof = fields.first(.secWebSocketAccept), bytes[proof.value].elementsEqual(accept)
        else { return false }
        if let subprotocol = fields.first(.secWebSocketProtocol) {
            guard subprotocols.contains(Array(bytes[subprotocol.value])) else { return false }
        }
        return Self.names(in: fields, .secWebSocketExtensions, bytes).allSatisfy(extensions.contains)
    }

    /// The names in a list, without the parameters of extensions. Letters count as they are written.
    private static func names(
        in fields: HeadFields, _ name: FieldName, _ bytes: UnsafeRawBufferPointer
    ) -> [[UInt8]] {
        guard fields.present.contains(name) else { return [] }
        var names: [[UInt8]] = []
        for field in fields where field.name == name {
            var elements = ListElements(of: field.value, in: bytes)
            while let element = elements.next() {
                let end = bytes.first(UInt8(ascii: ";"), from: element.start, to: element.end)
                names.append(Array(bytes[bytes.trimmingBlanks(from: element.start, to: end)]))
            }
        }
        return names
    }
}
