internal import GatewayCrypto
internal import GatewayPAMWire
internal import Glibc

/// A running helper: owner of the process, its group, and of the gate's end of the socket between them. Ends them when it goes.
///
/// Blocks, with a deadline; for a thread that may.
// @unchecked: PAMAuthenticator hands it to one thread at a time.
final class HelperProcess: @unchecked Sendable {
    private let id: pid_t
    private let socket: CInt
    private let census: HelperCensus

    init(_ program: HelperProgram, countedIn census: HelperCensus) throws(PAMHelperFailure) {
        (id, socket) = try Spawn.start(program)
        self.census = census
        census.started()
    }

    deinit {
        census.ended()
        close(socket)
        kill(-id, SIGKILL)
        var status: CInt = 0
        while waitpid(id, &status, 0) < 0, errno == EINTR {}
    }

    /// Whether nothing has happened since the last answer: not that it has ended, nor that it has said something unasked.
    var isReady: Bool {
        var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
        return poll(&state, 1, 0) == 0
    }

    /// One message, one answer. After a failure the process is of no use any more.
    func exchange(
        _ message: SecretBytes, until deadline: ContinuousClock.Instant
    ) throws(PAMHelperFailure) -> PAMAnswer {
        try PAMFrame.framed(message).withUnsafeBytes { (bytes) throws(PAMHelperFailure) in try send(bytes) }
        let head = try receive(PAMFrame.headSize, until: deadline)
        let length = try understood { () throws(PAMWireProblem) in try PAMFrame.length(from: head) }
        let answer = SecretBytes(copying: try receive(length, until: deadline))
        return try understood { () throws(PAMWireProblem) in try PAMAnswer(message: answer) }
    }

    private func understood<Value>(
        _ read: () throws(PAMWireProblem) -> Value
    ) throws(PAMHelperFailure) -> Value {
        do throws(PAMWireProblem) {
            return try read()
        } catch {
            throw .garbled(error)
        }
    }

    /// A whole message fits into the socket's buffer; where it does not, nobody reads.
    private func send(_ bytes: UnsafeRawBufferPointer) throws(PAMHelperFailure) {
        let flags = CInt(MSG_NOSIGNAL) | CInt(MSG_DONTWAIT)
        let sent = Glibc.send(socket, bytes.baseAddress, bytes.count, flags)
        guard sent == bytes.count else { throw sent < 0 && errno != EAGAIN ? .died : .silent }
    }

    private func receive(_ count: Int, until deadline: ContinuousClock.Instant) throws(PAMHelperFailure) -> [UInt8] {
        var bytes: [UInt8] = []
        while bytes.count < count {
            try wait(until: deadline)
            let room = count - bytes.count
            var chunk = [UInt8](repeating: 0, count: room)
            let got = recv(socket, &chunk, room, CInt(MSG_DONTWAIT))
            if got < 0, errno == EINTR || errno == EAGAIN { continue }
            guard got > 0 else { throw .died }
            bytes += chunk.prefix(got)
        }
        return bytes
    }

    private func wait(until deadline: ContinuousClock.Instant) throws(PAMHelperFailure) {
        while true {
            let left = deadline - ContinuousClock.now
            guard left > .zero else { throw .silent }
            let milliseconds = left.components.seconds * 1000 + left.components.attoseconds / 1_000_000_000_000_000
            var state = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            let ready = poll(&state, 1, CInt(clamping: milliseconds + 1))
            if ready > 0 { return }
            guard ready == 0 || errno == EINTR else { throw .died }
        }
    }
}
