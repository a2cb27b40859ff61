import GatewayAudit
import GatewayIdentity
import GatewayWatch

/// Reads what people did off the records' lines: only what watch rules ask for, and that where it lies.
struct RecordedDeeds {
    private var scanner = RecordScanner([
        .type, .time, .eventID, .account, .roles, .sourceAddress, .country, .device, .userAgent, .certificateKey,
        .upstream, .grade, .path, .pathLength, .targetMark, .requestID, .decision, .reason, .status, .bytesOut, .rule,
        .object, .activity,
    ])

    enum Reading {
        case deed(WatchedEvent)
        /// An alarm that was raised already.
        case alarm(rule: String, AccountName)
        case other
    }

    /// - Returns: with the time of the record.
    mutating func read(_ line: UnsafeRawBufferPointer) -> (reading: Reading, at: UnixTime)? {
        guard scanner.scan(line), let at = text(.time, line).flatMap(RFC3339.parse) else { return nil }
        return (reading(of: line, at: at), at)
    }

    /// Of the line read last.
    func request(of line: UnsafeRawBufferPointer) -> RequestID? {
        text(.requestID, line).flatMap(RequestID.init(text:))
    }

    private func text(_ field: RecordField, _ line: UnsafeRawBufferPointer) -> String? { scanner.text(field, of: line) }

    private func reading(of line: UnsafeRawBufferPointer, at: UnixTime) -> Reading {
        switch text(.type, line).flatMap(RecordType.init) {
        case .loginOK: event(.signIn, line, at)
        case .factorFailed: event(.codeFailed, line, at)
        case .decision: decision(of: line).map { event($0, line, at) } ?? .other
        case .access:
            target(line).map { path in
                event(
                    .answered(path: path, status: number(.status, line) ?? 0, bytes: number(.bytesOut, line) ?? 0),
                    line, at)
            } ?? .other
        case .anomaly:
            if let rule = text(.rule, line), let name = text(.object, line) {
                .alarm(rule: rule, AccountName(stored: name))
            } else {
                .other
            }
        case _: .other
        }
    }

    private func decision(of line: UnsafeRawBufferPointer) -> WatchedEvent.Deed? {
        guard let path = target(line) else { return nil }
        switch text(.decision, line) {
        case "permit": return .begun(path: path)
        case "deny":
            // What is over, or not to be had for the moment, is no refusal of what was asked for.
            switch text(.reason, line).flatMap(Reason.init)?.publicReason {
            case .notAllowed?, .downloadDenied?: return .refused(path: path)
            case _: return nil
            }
        case _: return nil
        }
    }

    /// The path; of one that was cut, with what tells it from others that look the same.
    private func target(_ line: UnsafeRawBufferPointer) -> String? {
        guard let path = text(.path, line) else { return nil }
        return number(.pathLength, line).map { "\(path)#\(text(.targetMark, line) ?? "\($0)")" } ?? path
    }

    private func event(_ deed: WatchedEvent.Deed, _ line: UnsafeRawBufferPointer, _ at: UnixTime) -> Reading {
        guard let name = text(.account, line) else { return .other }
        var event = WatchedEvent(
            deed, by: AccountName(stored: name), roles: roles(line), at: at, mark: mark(line),
            console: text(.upstream, line).map { ConsoleID($0) },
            grade: text(.grade, line).flatMap(Grade.init),
            source: text(.sourceAddress, line).flatMap(NetworkAddress.init),
            country: text(.country, line).flatMap(CountryCode.init),
            device: text(.device, line) ?? text(.userAgent, line).flatMap { DeviceName(userAgent: $0).text },
            certificate: text(.certificateKey, line))
        event.query = text(.targetMark, line)
        event.isBackground = text(.activity, line) == "background"
        return .deed(event)
    }

    private func number(_ field: RecordField, _ line: UnsafeRawBufferPointer) -> Int? {
        scanner.value(field, of: line).flatMap { Int(String(decoding: $0, as: UTF8.self)) }
    }

    /// A list of names, which hold nothing that is escaped.
    private func roles(_ line: UnsafeRawBufferPointer) -> Set<RoleName> {
        guard let list = scanner.value(.roles, of: line) else { return [] }
        let quote = UInt8(ascii: "\"")
        let parts = list.split(separator: quote, omittingEmptySubsequences: false)
        return Set(
            parts.indices.filter { $0 % 2 == 1 }.map { RoleName(String(decoding: parts[$0], as: UTF8.self)) })
    }

    private func mark(_ line: UnsafeRawBufferPointer) -> EventMark {
        guard let id = text(.eventID, line), id.utf8.count == 32, let high = UInt64(id.prefix(16), radix: 16),
            let low = UInt64(id.suffix(16), radix: 16)
        else { return EventMark(high: 0, low: 0) }
        return EventMark(high: high, low: low)
    }
}
