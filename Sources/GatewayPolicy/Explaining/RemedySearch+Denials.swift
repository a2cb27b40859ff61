import GatewayIdentity

/// What deny rules leave open: they may speak of some zones, times or countries, or except some.
extension RemedySearch {
    /// `nil` where no deny rule strikes, or where it does whatever the circumstances.
    func stepAroundDenials(_ standing: Standing, at path: CanonicalPath) -> RemedyStep? {
        let striking = standing.striking(question.method, path)
        guard !striking.isEmpty else { return nil }
        return otherZone() ?? otherTime() ?? otherCountry(than: striking)
    }

    /// Whether something else stands in the way then, or nothing.
    private func isSpared(_ circumstances: Circumstances, by reasons: Set<Reason>) -> Bool {
        var elsewhere = question
        elsewhere.circumstances = circumstances
        guard let reason = policy.decide(elsewhere).reason else { return true }
        return reason != .denyRule && !reasons.contains(reason)
    }

    private func otherZone() -> RemedyStep? {
        let open = policy.zoneBits.names.compactMap { name -> (name: ZoneName, address: NetworkAddress)? in
            guard let address = policy.definition.zones[name]?.networks.first?.base else { return nil }
            var circumstances = question.circumstances
            circumstances.source = address
            return isSpared(circumstances, by: [.zoneDenied, .countryDenied]) ? (name, address) : nil
        }
        return open.first.map { .comeFrom(open.map(\.name), tried: $0.address) }
    }

    /// The first change of any window, in the next two months, from which on it is another answer.
    private func otherTime() -> RemedyStep? {
        let windows = policy.definition.windows
        let end = question.circumstances.at + .seconds(62 * 86400)
        var time = question.circumstances.at
        for _ in 0..<Self.timesTried {
            guard let next = windows.values.map({ $0.nextBoundary(after: time) }).min(), next < end else { return nil }
            var circumstances = question.circumstances
            circumstances.move(to: next)
            if isSpared(circumstances, by: [.timeWindowDenied, .countryDenied]) {
                return .wait(until: next, windows.filter { $0.value.isOpen(at: next) }.keys.sorted())
            }
            time = next
        }
        return nil
    }

    private static var timesTried: Int { 500 }

    private func otherCountry(than striking: [CompiledRule]) -> RemedyStep? {
        let open = striking.reduce(into: Set<CountryCode>()) { countries, rule in
            guard case .deny(_, _, let excepted) = rule.effect else { return }
            countries.formUnion(excepted)
        }.sorted().filter { country in
            var circumstances = question.circumstances
            circumstances.country = country
            return isSpared(circumstances, by: [.countryDenied])
        }
        return open.isEmpty ? nil : .beIn(open)
    }
}

extension Standing {
    /// The deny rules that strike this request.
    fileprivate func striking(_ method: RequestMethod, _ path: CanonicalPath) -> [CompiledRule] {
        guard let actions = actions(of: method, at: path) else { return [] }
        return path.withBytes { bytes in
            denials.filter {
                $0.speaks(of: method) && !$0.actions.isDisjoint(with: actions) && $0.speaks(of: bytes)
            }
        }
    }
}
