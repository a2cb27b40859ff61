public import GatewayTime
internal import Glibc

/// Asks one time server, once (SNTP, RFC 5905 § 14). Blocks: for threads that may.
public enum TimeServer {
    public enum Failure: Error, Hashable, CustomStringConvertible {
        case unresolved(String)
        case system(Int32)
        case silent
        case refused(SNTPPacket.Refusal)

        public var description: String {
            switch self {
            case .unresolved(let why): why
            case .system(let code): String(cString: strerror(code))
            case .silent: "no answer"
            case .refused(let refusal): refusal.rawValue
            }
        }
    }

    /// - Parameters:
    ///   - nonce: random; an answer without it is none.
    ///   - patience: for the answer, at most.
    public static func ask(_ host: String, port: UInt16, nonce: UInt64, patience: Duration) throws(Failure)
        -> ClockReading
    {
        let socket = try connected(to: host, port)
        defer { close(socket) }
        let question = SNTPPacket.question(nonce: nonce)
        let sentAt = now()
        guard send(socket, question, question.count, Int32(MSG_NOSIGNAL)) == question.count else {
            throw .system(errno)
        }
        let end = ContinuousClock.now + patience
        var refusal: SNTPPacket.Refusal?
        while true {
            let left = (end - .now).components
            let milliseconds = left.seconds * 1000 + left.attoseconds / 1_000_000_000_000_000
            var poll = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
            guard milliseconds > 0, Glibc.poll(&poll, 1, Int32(clamping: milliseconds)) > 0 else {
                throw refusal.map(Failure.refused) ?? .silent
            }
            var answer = [UInt8](repeating: 0, count: 512)
            let count = recv(socket, &answer, answer.count, 0)
            let receivedAt = now()
            guard count >= 0 else { throw .system(errno) }
            do throws(SNTPPacket.Refusal) {
                return try SNTPPacket.reading(
                    of: Array(answer.prefix(count)), nonce: nonce, sentAt: sentAt, receivedAt: receivedAt)
            } catch {
                // Somebody else may have sent it: the answer may come yet.
                refusal = error
                if error == .goAway || error == .unsynchronised { throw .refused(error) }
            }
        }
    }

    /// Since 1970, by the clock that is looked at.
    private static func now() -> Duration {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
    }

    private static func connected(to host: String, _ port: UInt16) throws(Failure) -> Int32 {
        var hints = addrinfo()
        hints.ai_socktype = Int32(SOCK_DGRAM.rawValue)
        var first: UnsafeMutablePointer<addrinfo>?
        // RFC 6761 § 6.3: names that are this machine's are asked of nobody.
        let name = host == "localhost" || host.hasSuffix(".localhost") ? "127.0.0.1" : host
        let code = getaddrinfo(name, String(port), &hints, &first)
        guard code == 0 else { throw .unresolved(String(cString: gai_strerror(code))) }
        defer { freeaddrinfo(first) }
        var problem = ENOENT
        var next = first
        while let entry = next?.pointee {
            let descriptor = socket(
                entry.ai_family, entry.ai_socktype | Int32(SOCK_CLOEXEC.rawValue), entry.ai_protocol)
            if descriptor >= 0 {
                if connect(descriptor, entry.ai_addr, entry.ai_addrlen) == 0 { return descriptor }
                problem = errno
                close(descriptor)
            } else {
                problem = errno
            }
            next = entry.ai_next
        }
        throw .system(problem)
    }
}
