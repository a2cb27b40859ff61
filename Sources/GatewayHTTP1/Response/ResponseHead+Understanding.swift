extension ResponseHead {
    /// Sets everything but `fields`, which must be filled.
    mutating func understand(
        _ line: StatusLine, length: Int, answering context: ResponseContext, in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) {
        self.length = length
        version = line.version
        status = line.status
        reasonPhrase = line.reasonPhrase
        let declared = try DeclaredLength(of: fields, version: version, in: bytes)
        let options = try ConnectionOptions.read(from: &fields, in: bytes)
        body = try understoodBody(declared, options, answering: context, in: bytes)
        switch version {
        case .http11: keepsAlive = !options.close
        case .http10: keepsAlive = options.keepAlive && !options.close
        }
        if body == .untilClose || body == .tunnel { keepsAlive = false }
    }

    /// RFC 9112 § 6.3, rules 1, 2, 4 to 6 and 8; rule 3 (both fields) has been refused.
    private func understoodBody(
        _ declared: DeclaredLength, _ options: ConnectionOptions, answering context: ResponseContext,
        in bytes: UnsafeRawBufferPointer
    ) throws(HeadProblem) -> ResponseBody {
        switch status {
        case 101:
            guard let offer = context.webSocket, version == .http11, options.upgrade,
                let upgrade = fields.first(.upgrade), !fields.repeated.contains(.upgrade),
                bytes.spells("websocket", at: upgrade.value)
            else { throw .upgradeUnasked }
            guard offer.isAgreed(by: fields, in: bytes) else { throw .webSocketAnswerRefused }
            return .tunnel
        case 100..<200, 204, 304:
            return .none
        default:
            if context.toHead { return .none }
            switch declared {
            case .none: return .untilClose
            case .length(let count): return .length(count)
            case .chunked: return .chunked
            }
        }
    }
}
