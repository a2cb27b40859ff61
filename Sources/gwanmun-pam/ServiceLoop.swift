internal import GatewayCrypto
internal import GatewayPAM
internal import GatewayPAMWire
internal import Glibc

/// Reads a request, answers it, reads the next.
struct ServiceLoop {
    let service: PAMService

    /// The gate's end of the socket pair.
    static let descriptor: CInt = 3
    /// Longer than the gate waits for an answer: a helper whose gate has gone does not hang on.
    private static let patience: UInt32 = 300

    /// - Returns: the status to exit with: 0 when the gate has closed the socket between two requests.
    func run() -> CInt {
        while true {
            guard let head = Self.read(PAMFrame.headSize) else { return EX_OK }
            guard let request = request(head) else { return EX_PROTOCOL }
            alarm(Self.patience)
            let answer = PAMFrame.framed(service.answer(to: request).message())
            alarm(0)
            guard Self.write(answer) else { return EX_IOERR }
        }
    }

    private func request(_ head: SecretBytes) -> PAMRequest? {
        do throws(PAMWireProblem) {
            let length = try PAMFrame.length(from: head.withUnsafeBytes { Array($0) })
            guard let message = Self.read(length) else { return nil }
            return try PAMRequest(message: message)
        } catch {
            return nil
        }
    }

    /// `nil` when the socket ends before `count` bytes have come.
    private static func read(_ count: Int) -> SecretBytes? {
        withUnsafeTemporaryAllocation(byteCount: count, alignment: 1) { buffer in
            guard let start = buffer.baseAddress else { return nil }
            defer { explicit_bzero(start, count) }
            var filled = 0
            while filled < count {
                let got = Glibc.read(descriptor, start.advanced(by: filled), count - filled)
                if got < 0, errno == EINTR { continue }
                guard got > 0 else { return nil }
                filled += got
            }
            return SecretBytes(copying: buffer)
        }
    }

    private static func write(_ frame: SecretBytes) -> Bool {
        frame.withUnsafeBytes { bytes in
            var written = 0
            while written < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[written...])
                let sent = send(descriptor, rest.baseAddress, rest.count, CInt(MSG_NOSIGNAL))
                if sent < 0, errno == EINTR { continue }
                guard sent > 0 else { return false }
                written += sent
            }
            return true
        }
    }
}
