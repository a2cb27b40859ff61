internal import GatewayIdentity
internal import GatewayPolicy

/// One or two policies that judge recorded decisions side by side.
///
/// Phase one of a decision is kept per circumstances: people ask the same console many times under the same ones, and what they proved does not change
/// between. A standing tells itself how long it holds, so what is kept is never a guess.
struct Bench: Sendable {
    private let draft: PolicySnapshot
    private let base: PolicySnapshot?
    private var kept: [[UInt8]: Kept] = [:]

    /// Standings that are kept at a time; some 2 KiB each. When there are more, all are made anew.
    static let limit = 16_384

    private struct Kept: Sendable {
        var circumstances: RecordedCircumstances
        var draft: Standing
        var base: Standing?

        func isCurrent(at time: UnixTime) -> Bool { draft.isCurrent(at: time) && base?.isCurrent(at: time) ?? true }
    }

    init(_ draft: PolicySnapshot, base: PolicySnapshot?) {
        self.draft = draft
        self.base = base
    }

    /// - Returns: what the draft answers, and what the base does, if there is one.
    mutating func answers(to recorded: RecordedDecision) throws(Undecidable) -> (draft: Answer, base: Answer?) {
        let kept = try standings(for: recorded)
        let draft = try Self.answer(of: kept.draft, to: recorded)
        guard let base = kept.base else { return (draft, nil) }
        return (draft, try Self.answer(of: base, to: recorded))
    }

    private mutating func standings(for recorded: RecordedDecision) throws(Undecidable) -> Kept {
        let time = recorded.request.at
        let known = kept[recorded.inputs]
        if let known, known.isCurrent(at: time) { return known }
        let basis = try Self.basis(of: recorded, as: known, at: time)
        let made = Kept(
            circumstances: basis, draft: try Self.standing(basis, under: draft),
            base: try base.map { (base) throws(Undecidable) in try Self.standing(basis, under: base) })
        if kept.count >= Self.limit, known == nil { kept.removeAll(keepingCapacity: true) }
        kept[recorded.inputs] = made
        return made
    }

    /// Read back once; only the time is another.
    private static func basis(of recorded: RecordedDecision, as known: Kept?, at time: UnixTime) throws(Undecidable)
        -> RecordedCircumstances
    {
        guard var basis = known?.circumstances else { return try RecordedCircumstances(recorded.inputs, at: time) }
        basis.circumstances.at = time
        return basis
    }

    private static func standing(_ basis: RecordedCircumstances, under policy: PolicySnapshot) throws(Undecidable)
        -> Standing
    {
        guard policy.console(basis.console) != nil else { throw .unknownConsole }
        return policy.standing(of: basis.subject, on: basis.console, in: basis.circumstances)
    }

    private static func answer(of standing: Standing, to recorded: RecordedDecision) throws(Undecidable) -> Answer {
        do throws(CanonicalPath.Problem) {
            var path = recorded.path
            let verdict: Result<Decision, CanonicalPath.Problem> = path.withUTF8 { text in
                do throws(CanonicalPath.Problem) {
                    return .success(try standing.decide(recorded.method, rawPath: UnsafeRawBufferPointer(text)))
                } catch {
                    return .failure(error)
                }
            }
            return Answer(try verdict.get())
        } catch {
            // A policy was asked about it, so it was a path that can be read in one way only.
            throw .unreadable
        }
    }
}
