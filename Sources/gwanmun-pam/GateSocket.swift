internal import GatewayCrypto
internal import GatewayPAMWire
internal import Glibc

/// The gate's end of the socket pair lies behind this descriptor. Blocks.
struct GateSocket {
    let descriptor: CInt

    enum Received<Message> {
        case message(Message)
        /// The gate has closed it.
        case end
        case garbled
    }

    func receive<Message>(_ read: (SecretBytes) throws(PAMWireProblem) -> Message) -> Received<Message> {
        guard let head = take(PAMFrame.headSize) else { return .end }
        do throws(PAMWireProblem) {
            let length = try PAMFrame.length(from: head.withUnsafeBytes { Array($0) })
            guard let message = take(length) else { return .end }
            return .message(try read(message))
        } catch {
            return .garbled
        }
    }

    func send(_ message: SecretBytes) -> Bool {
        PAMFrame.framed(message).withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                let sent = Glibc.send(descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return false }
                written += sent
            }
            return true
        }
    }

    /// `nil` when the socket ends before `count` bytes have come.
    private func take(_ count: Int) -> SecretBytes? {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            defer { explicit_bzero(start, count) }
            var filled = 0
            while filled < count {
                let got = read(descriptor, start.advanced(by: filled), count - filled)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return nil }
                filled += got
            }
            return SecretBytes(copying: buffer)
        }
    }
}
