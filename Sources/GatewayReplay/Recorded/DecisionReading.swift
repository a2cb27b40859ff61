internal import GatewayAudit
public import GatewayIdentity
internal import GatewayPolicy

/// What one line of the trail is to a replay.
public enum DecisionReading: Sendable {
    case decision(RecordedDecision)
    /// A decision, but its record is not enough to make it again. Without a request: not even that could be read.
    case undecidable(Undecidable, RecordedRequest?)
    /// A request that was answered without the policy, or against it: by a limit of the session, a throttle, a certificate's end.
    case outside(reason: String, RecordedRequest?)
    /// Something else than the one record of a decision.
    case other
}

/// Reads lines of a trail for a replay, one after another, in memory that does not grow with their number.
///
/// A request at an open console has one record, of type `access`; all others have one of type `decision`, and then perhaps one of type `access` whose
/// `inputs` say `earlier`. So each decision is read once.
public struct DecisionReader: Sendable {
    private var scanner: RecordScanner
    private let from: UnixTime?
    private let to: UnixTime?

    /// In the order of a record. What phase one of a decision depends on.
    private static let circumstances: [RecordField] = [
        .account, .roles, .certificateKey, .device, .factors, .sourceAddress, .country, .upstream, .inputs,
        .accountState,
        .certificateTie, .handshakeAt, .revocationAsOf, .grants, .approvals, .label,
    ]
    private static let others: [RecordField] = [
        .sequence, .time, .type, .requestID, .reason, .grade, .method, .path, .pathLength, .decision, .rule, .policy,
    ]

    /// - Parameters:
    ///   - from: the first instant of interest, `nil`: from the beginning.
    ///   - to: the first instant behind those of interest, `nil`: to the end.
    public init(from: UnixTime? = nil, to: UnixTime? = nil) {
        scanner = RecordScanner(Self.circumstances + Self.others)
        self.from = from
        self.to = to
    }

    /// - Parameter line: one line of a segment, without its LF.
    public mutating func read(_ line: UnsafeRawBufferPointer) -> DecisionReading {
        guard scanner.scan(line) else { return .undecidable(.unreadable, nil) }
        guard let type = scanner.text(.type, of: line).flatMap(RecordType.init(rawValue:)) else { return .other }
        guard type == .decision || type == .access else { return .other }
        guard isOfInterest(line) else { return .other }
        guard let inputs = scanner.text(.inputs, of: line) else { return older(type, line) }
        switch InputsWord(rawValue: inputs) {
        case .whole: return decision(line)
        case .cut: return .undecidable(.inputsCut, request(line))
        case .none?: return .outside(reason: scanner.text(.reason, of: line) ?? "", request(line))
        case .earlier: return .other
        case nil: return .undecidable(.unreadable, request(line))
        }
    }

    private func isOfInterest(_ line: UnsafeRawBufferPointer) -> Bool {
        if from == nil, to == nil { return true }
        guard let at = scanner.text(.time, of: line).flatMap(RFC3339.parse) else { return true }
        return from.map { $0 <= at } ?? true && to.map { at < $0 } ?? true
    }

    /// Of a time before records held their inputs. Where a decision has a record of its own, the one of its outcome is no second decision.
    private func older(_ type: RecordType, _ line: UnsafeRawBufferPointer) -> DecisionReading {
        let isOutcome = type == .access && scanner.text(.grade, of: line) != Grade.open.rawValue
        return isOutcome ? .other : .undecidable(.olderRecord, request(line))
    }

    private func decision(_ line: UnsafeRawBufferPointer) -> DecisionReading {
        guard let request = request(line), let answer = answer(line), let method = scanner.text(.method, of: line),
            let path = scanner.text(.path, of: line)
        else { return .undecidable(.unreadable, request(line)) }
        if scanner.value(.pathLength, of: line) != nil { return .undecidable(.pathCut, request) }
        if method.utf8.count >= RecordedText.limit { return .undecidable(.methodCut, request) }
        return .decision(
            RecordedDecision(
                request: request, answer: answer, policy: scanner.text(.policy, of: line),
                method: RequestMethod(method), path: path, inputs: circumstances(line)))
    }

    private func request(_ line: UnsafeRawBufferPointer) -> RecordedRequest? {
        guard
            let sequence = scanner.value(.sequence, of: line).flatMap({ UInt64(String(decoding: $0, as: UTF8.self)) }),
            let id = scanner.text(.requestID, of: line), let at = scanner.text(.time, of: line).flatMap(RFC3339.parse)
        else { return nil }
        return RecordedRequest(
            sequence: sequence, requestID: id, at: at, account: scanner.text(.account, of: line),
            console: scanner.text(.upstream, of: line))
    }

    private func answer(_ line: UnsafeRawBufferPointer) -> Answer? {
        guard let kind = scanner.text(.decision, of: line).flatMap(Answer.Kind.init(rawValue:)) else { return nil }
        return Answer(
            kind: kind, reason: kind == .deny ? scanner.text(.reason, of: line) : nil,
            rule: scanner.text(.rule, of: line))
    }

    /// One object of them, as they stand.
    private func circumstances(_ line: UnsafeRawBufferPointer) -> [UInt8] {
        var bytes = [UInt8(ascii: "{")]
        for field in Self.circumstances {
            guard let member = scanner.member(field, of: line) else { continue }
            if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
            bytes.append(contentsOf: member)
        }
        bytes.append(UInt8(ascii: "}"))
        return bytes
    }
}
