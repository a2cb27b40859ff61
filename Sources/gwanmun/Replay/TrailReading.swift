import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import GatewayReplay

/// The decisions of a trail on disk, read one after another.
struct TrailReading {
    let folder: String
    let from: UnixTime?
    let to: UnixTime?

    init(_ folder: String, from: UnixTime? = nil, to: UnixTime? = nil) {
        self.folder = folder
        self.from = from
        self.to = to
    }

    /// Hands every line to `use`, as a replay sees it, until that says stop.
    func forEach(_ use: (DecisionReading) -> ReadingStep) throws {
        var reader = DecisionReader(from: from, to: to)
        try forEachLine { use(reader.read($0)) }
    }

    /// The same with the lines as they stand, each lent for the call.
    func forEachLine(_ use: (UnsafeRawBufferPointer) -> ReadingStep) throws {
        do throws(FileFailure) {
            try AuditReader(directory: folder).forEachLine(use)
        } catch {
            throw CommandFailure(
                .badInput, [error.description], hint: "Name the folder that 'audit' in the configuration names.")
        }
    }

    /// The decision about one request; `nil` when no record is about it.
    ///
    /// There may be several: where the label of an answer asks for more than the console does, it is decided again. What refused the request explains
    /// it; where nothing did, the last one.
    func decision(on requestID: String) throws -> DecisionReading? {
        var (refused, last): (DecisionReading?, DecisionReading?)
        try forEach { reading in
            guard reading.request?.requestID == requestID else { return .next }
            last = reading
            if case .decision(let decision) = reading, decision.answer.kind != .permit { refused = reading }
            return .next
        }
        return refused ?? last
    }

    /// Whether the chain holds. A trail that is broken can be replayed; what it says is then worth what the break leaves of it.
    func state() throws -> TrailState {
        do throws(AuditVerifier.Failure) {
            return TrailState(try AuditVerifier.verify(directory: folder))
        } catch {
            switch error {
            case .notATrail(let folder):
                throw CommandFailure(
                    .badInput, ["\(folder): holds no audit trail"],
                    hint: "Name the folder that 'audit' in the configuration names.")
            case .file(let failure):
                throw CommandFailure(
                    .badInput, [failure.description], hint: "The trail has to be readable for whoever replays it.")
            }
        }
    }
}

/// What a verification of the chain says, as a replay tells it.
enum TrailState {
    case whole
    case broken(String)

    init(_ verification: AuditVerification) {
        switch verification {
        case .whole: self = .whole
        case .broken(let chainBreak): self = .broken(chainBreak.description)
        }
    }

    var document: CanonicalJSON {
        switch self {
        case .whole: .object(["whole": .text("yes")])
        case .broken(let place): .object(["whole": .text("no"), "break": .text(place)])
        }
    }
}

extension DecisionReading {
    /// Which request the record is about, where it can be read.
    var request: RecordedRequest? {
        switch self {
        case .decision(let recorded): recorded.request
        case .undecidable(_, let request), .outside(_, let request): request
        case .other: nil
        }
    }
}
