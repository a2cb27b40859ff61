internal import GatewayUpstreams
internal import Logging

/// Says in the node's log what becomes of members: changes alone, so that a console that is down is told once and not with every request.
struct UpstreamLog: Sendable {
    private let logger: Logger

    init(_ logger: Logger) { self.logger = logger }

    /// - Parameter finding: of the check that brought it about.
    func tell(_ change: HealthChange, because finding: CheckFinding?, in group: UpstreamGroup) {
        switch change {
        case .ejected(let place, let cause, let term):
            var facts = facts(place, group)
            facts["because"] = "\(cause.words)"
            facts["for"] = "\(term)"
            logger.warning("upstream left out", metadata: facts)
        case .spared(let place, let cause):
            var facts = facts(place, group)
            facts["because"] = "\(cause.words)"
            logger.warning("upstream fails, and is used for want of others", metadata: facts)
        case .returned(let place):
            logger.notice("upstream used again", metadata: facts(place, group))
        case .checks(let place, passing: true):
            logger.notice("upstream passes its health checks", metadata: facts(place, group))
        case .checks(let place, passing: false):
            var facts = facts(place, group)
            facts["because"] = "\(finding?.words ?? "")"
            logger.warning("upstream fails its health checks", metadata: facts)
        case .nobodyServes:
            logger.error("no upstream serves", metadata: ["console": "\(group.console)"])
        case .somebodyServes:
            logger.notice("an upstream serves again", metadata: ["console": "\(group.console)"])
        }
    }

    func tell(_ change: NameResolution.Change, of place: Int, in group: UpstreamGroup) {
        var facts = facts(place, group)
        switch change {
        case .moved(let addresses):
            facts["addresses"] = "\(addresses.map(\.description).joined(separator: " "))"
            logger.info("upstream found", metadata: facts)
        case .refused(let refusal):
            facts["because"] = "\(refusal)"
            logger.error("upstream refused", metadata: facts)
        case .failed(let kept):
            facts["keeping"] = "\(kept.isEmpty ? "none" : kept.map(\.description).joined(separator: " "))"
            logger.warning("upstream's name cannot be resolved", metadata: facts)
        }
    }

    private func facts(_ place: Int, _ group: UpstreamGroup) -> Logger.Metadata {
        ["console": "\(group.console)", "upstream": "\(group.targets[place].member.url)"]
    }
}

extension EjectionCause {
    fileprivate var words: String {
        switch self {
        case .inARow(let count, let failure): "\(count) failures in a row, the last: \(failure.rawValue)"
        case .rate(let failed, let all): "\(failed) of the last \(all) requests failed"
        case .again(let failure): "it failed as soon as it was back: \(failure.rawValue)"
        }
    }
}
