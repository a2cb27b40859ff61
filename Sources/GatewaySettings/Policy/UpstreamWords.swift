import GatewayPolicy
import GatewayUpstreams

// Where a console stands: one address, a list of members, or a mapping that says more. The same in a policy and in the configuration.

extension YAMLCursor {
    func upstreams() -> ConsoleUpstreams? {
        switch value.content {
        case .scalar: upstream().map { [$0] }
        case .list: members().map { ConsoleUpstreams(members: $0) }
        case .mapping: upstreamGroup()
        }
    }

    private func upstreamGroup() -> ConsoleUpstreams? {
        guard let entry = mapping(.upstreams), let members = entry.required("members")?.members() else {
            return nil
        }
        var group = ConsoleUpstreams(members: members)
        if let sticky = entry.optional("sticky")?.choice(ConsoleUpstreams.Stickiness.self) { group.stickiness = sticky }
        if let flag = entry.optional("allow_private")?.flag() { group.allowsPrivate = flag }
        if let networks = entry.optional("networks")?.list(of: "networks", { $0.network() }) {
            group.networks = networks
        }
        if let time = entry.optional("resolve")?.duration(upTo: .seconds(86_400)) { group.resolution = time }
        group.health = entry.optional("health")?.healthChecks()
        if let ejection = entry.optional("ejection") { group.ejection = ejection.ejection() }
        if let connections = entry.optional("connections")?.connections() { group.connections = connections }
        if let retries = entry.optional("retries")?.retries() { group.retries = retries }
        return group
    }

    // MARK: Members

    private func members() -> [ConsoleUpstreams.Member]? {
        guard let items = list(of: "addresses") else { return nil }
        guard (1...MemberSet.capacity).contains(items.count) else {
            report(.wrongShape(expected: "1 to \(MemberSet.capacity) addresses"))
            return nil
        }
        let members = items.map { $0.member() }
        var seen: Set<UpstreamURL> = []
        for (item, member) in zip(items, members) {
            if let member, !seen.insert(member.url).inserted {
                item.report(.badValue("\(member.url)", expected: "new in this list; give it weight instead"))
            }
        }
        return members.contains { $0 == nil } ? nil : members.compactMap { $0 }
    }

    private func member() -> ConsoleUpstreams.Member? {
        guard case .mapping = value.content else { return upstream().map { .init($0) } }
        guard let entry = mapping(.member),
            let url = entry.required("url")?.upstream()
        else { return nil }
        let weight = entry.optional("weight").map { $0.integer(1...100) } ?? 1
        let dialect = entry.optional("protocol").map { $0.choice(ConsoleUpstreams.Dialect.self) } ?? .http1
        guard let weight, let dialect else { return nil }
        return .init(url, weight: weight, dialect: dialect)
    }

    private func upstream() -> UpstreamURL? {
        let expected = "an address such as http://10.0.0.5:8080, without a path"
        guard let text = text(expected) else { return nil }
        guard let url = UpstreamURL(text) else {
            // Whoever wrote a password there does not want it in a log too.
            let shown = text.lastIndex(of: "@").map { "***" + text[$0...] } ?? text
            report(.badValue(shown, expected: expected))
            return nil
        }
        if let kind = url.addressKind, kind.isNobodys {
            report(.badValue("\(url)", expected: "an address that a server can have: it is \(kind.rawValue)"))
        }
        return url
    }

    // MARK: What is done with them

    private func healthChecks() -> HealthCheckRules? {
        guard let entry = mapping(.health), let path = entry.required("path")?.checkPath() else {
            return nil
        }
        var rules = HealthCheckRules(path: path)
        if let time = entry.optional("interval")?.duration(upTo: .seconds(3600)) { rules.interval = time }
        // A check is over before the next one begins.
        if let time = entry.optional("timeout")?.duration(upTo: rules.interval) { rules.timeout = time }
        rules.timeout = min(rules.timeout, rules.interval)
        if let statuses = entry.optional("expect")?.statuses(200...499) { rules.expected = statuses }
        if let count = entry.optional("rise")?.integer(1...100) { rules.rise = count }
        if let count = entry.optional("fall")?.integer(1...100) { rules.fall = count }
        return rules
    }

    /// What can stand in a request line.
    private func checkPath() -> String? {
        parsed("a path such as /healthz, of at most 256 printable ASCII characters without spaces") { text in
            text.utf8.first == UInt8(ascii: "/") && text.utf8.count <= 256
                && text.utf8.allSatisfy { (0x21...0x7E).contains($0) && $0 != UInt8(ascii: "#") } ? text : nil
        }
    }

    private func statuses(_ range: ClosedRange<Int>) -> Set<Int>? {
        guard let statuses = set(of: "statuses", { $0.integer(range) }) else { return nil }
        if statuses.isEmpty { report(.wrongShape(expected: "at least one status")) }
        return statuses
    }

    /// `off`, or when a member is left out.
    private func ejection() -> EjectionRules? {
        if case .scalar("off", _) = value.content { return nil }
        var rules = EjectionRules()
        guard let entry = mapping(.ejection) else { return rules }
        let day = Duration.seconds(86_400)
        if let count = entry.optional("failures")?.integer(1...1000) { rules.failuresInARow = count }
        if let rate = entry.optional("rate") { rules.rate = rate.failureRate() }
        if let time = entry.optional("longest")?.duration(upTo: day) { rules.longest = time }
        if let time = entry.optional("first")?.duration(upTo: rules.longest) { rules.first = time }
        rules.first = min(rules.first, rules.longest)
        if let percent = entry.optional("share")?.integer(1...100) { rules.largestShare = percent }
        if let statuses = entry.optional("statuses")?.statuses(500...599) { rules.statuses = statuses }
        return rules
    }

    /// `off`, or which share of requests may fail.
    private func failureRate() -> EjectionRules.Rate? {
        if case .scalar("off", _) = value.content { return nil }
        var rate = EjectionRules.Rate()
        guard let entry = mapping(.failureRate) else {
            return rate
        }
        if let percent = entry.optional("percent")?.integer(1...100) { rate.percent = percent }
        if let time = entry.optional("window")?.duration(upTo: .seconds(3600)) { rate.window = time }
        if let count = entry.optional("requests")?.integer(1...1_000_000) { rate.requests = count }
        return rate
    }

    private func connections() -> ConnectionRules? {
        guard let entry = mapping(.connections) else { return nil }
        var rules = ConnectionRules()
        if let count = entry.optional("limit")?.integer(1...65_535) { rules.limit = count }
        if let wait = entry.optional("wait") {
            if case .scalar("none", _) = wait.value.content {
                rules.wait = .zero
            } else if let time = wait.duration(upTo: .seconds(60)) {
                rules.wait = time
            }
        }
        if let count = entry.optional("waiting")?.integer(1...10_000) { rules.waiting = count }
        return rules
    }

    private func retries() -> RetryRules? {
        if case .scalar("off", _) = value.content { return RetryRules(tries: 1) }
        guard let entry = mapping(.retries) else { return nil }
        var rules = RetryRules()
        if let count = entry.optional("tries")?.integer(2...10) { rules.tries = count }
        if let percent = entry.optional("share")?.integer(1...100) { rules.share = percent }
        return rules
    }
}
