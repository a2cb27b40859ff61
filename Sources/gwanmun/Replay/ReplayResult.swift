import GatewayIdentity
import GatewayReplay

/// What `policy replay` found, in the three forms in which it is printed.
struct ReplayResult {
    let trail: TrailState
    let replay: ReplayReport
    let population: PopulationReport?

    enum Form {
        case text, csv, json
    }

    func print(as form: Form) throws {
        if case .broken(let place) = trail {
            Terminal.error(
                worded("경고: 감사 기록이 온전하지 않습니다: ", "warning: the audit trail is broken: ") + place.onOneLine)
        }
        switch form {
        case .text: ReplayText(result: self).lines.forEach(Terminal.print)
        case .csv: ReplayTable(result: self).lines.forEach(Terminal.print)
        case .json: Terminal.print(String(decoding: document.bytes, as: UTF8.self))
        }
    }

    /// The reports in their canonical form, each beside its digest.
    private var document: CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "trail": trail.document, "replay": replay.document, "replay_sha256": .text(replay.sha256.hex),
        ]
        if let population {
            members["population"] = population.document
            members["population_sha256"] = .text(population.sha256.hex)
        }
        return .object(members)
    }

    func fails(_ on: PolicyReplayCommand.FailOn) -> Bool {
        let tally = replay.tally
        return switch on {
        case .lost: tally.count(.lost) + tally.count(.tightened) + (population?.losing ?? 0) > 0
        case .gained: tally.count(.gained) + tally.count(.eased) + (population?.gaining ?? 0) > 0
        case .any:
            tally.changed + tally.undecided + (population?.losing ?? 0) + (population?.gaining ?? 0) > 0
        }
    }
}
