import ArgumentParser

struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status", abstract: "Show how the running node stands.",
        discussion: "Example: gwanmun status --config gwanmun.yaml")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() async throws {
        try await node.talk { node in
            let status: StatusDocument = try await node.get("status")
            if output.json { return try MachineOutput.print(status) }
            var facts: [(Heading, String)] = [
                (.version, status.version), (.started, status.startedAt.shownTime),
                (.policy, "\(status.policyProfile) \(status.policySha256.prefix(12))"),
                (.policyWarnings, "\(status.policyWarnings)"), (.trustGeneration, "\(status.trustGeneration)"),
                (.users, Self.count(of: status)),
                (.sessions, "\(status.sessions)"), (.locks, "\(status.locks)"), (.grants, "\(status.runningGrants)"),
                (.reviewsOpen, "\(status.reviewsOpen)"), (.reviewsOverdue, "\(status.reviewsOverdue)"),
                (.draining, status.draining ? worded("예", "yes") : worded("아니요", "no")),
                (
                    .alarms,
                    status.revocationAlarms.isEmpty
                        ? worded("없음", "none") : status.revocationAlarms.joined(separator: "; ")
                ),
                (.upstreams, Self.summary(of: status.upstreams)),
                (.warnings, Self.summary(of: status.warningChannels)),
                (.receivers, Self.summary(of: status.siemReceivers)),
            ]
            if let clock = status.clock { facts.append((.clock, Self.summary(of: clock))) }
            if let trial = status.policyTrial {
                facts.append(
                    (
                        .onTrial,
                        worded(
                            "초안 \(trial.draft), \(trial.until.shownTime)까지",
                            "draft \(trial.draft) until \(trial.until.shownTime)")
                    ))
            }
            TextTable.facts(facts).forEach(Terminal.print)
        }
    }

    /// Those who were looked up one by one, until everybody is read.
    private static func count(of status: StatusDocument) -> String {
        switch (status.people.state, status.people.problem) {
        case ("read", _): "\(status.users)"
        case (_, let problem?):
            worded("\(status.users) (모두 읽지 못함: \(problem))", "\(status.users) (not everybody can be read: \(problem))")
        case (_, nil): worded("\(status.users) (아직 읽는 중)", "\(status.users) (still reading)")
        }
    }

    /// The ways by which warnings leave, and what is wrong with them.
    private static func summary(of channels: [StatusDocument.Channel]) -> String {
        guard !channels.isEmpty else { return worded("로그에만 남깁니다", "to the log alone") }
        return channels.map { channel in
            var facts = [channel.channel]
            if channel.waiting > 0 { facts.append(worded("대기 \(channel.waiting)건", "\(channel.waiting) waiting")) }
            if channel.lost > 0 { facts.append(worded("로그에만 \(channel.lost)건", "\(channel.lost) lost")) }
            if let problem = channel.problem { facts.append("(\(problem.onOneLine))") }
            return facts.count == 1 ? "\(channel.channel) " + worded("정상", "well") : facts.joined(separator: " ")
        }.joined(separator: "; ")
    }

    /// Who gets the records, and how far behind each is.
    private static func summary(of receivers: [StatusDocument.Receiver]) -> String {
        guard !receivers.isEmpty else { return worded("이 노드에만 남깁니다", "to this node's disk alone") }
        return receivers.map { receiver in
            var facts = [receiver.receiver, worded("대기 \(receiver.lag)건", "\(receiver.lag) behind")]
            if receiver.missing > 0 { facts.append(worded("누락 \(receiver.missing)건", "\(receiver.missing) missing")) }
            if receiver.rejected > 0 {
                facts.append(worded("수신처가 버린 \(receiver.rejected)건", "\(receiver.rejected) not kept by it"))
            }
            if let problem = receiver.problem { facts.append("(\(problem.onOneLine))") }
            return facts.joined(separator: " ")
        }.joined(separator: "; ")
    }

    private static func summary(of clock: StatusDocument.ClockState) -> String {
        let offset = clock.offsetMs.map { worded("오차 \($0) ms", "offset \($0) ms") }
        let word =
            switch clock.standing {
            case "unwatched": worded("확인하지 않음", "not watched")
            case "safe": worded("정상", "well")
            case "warn": worded("어긋남", "off")
            case "unsafe": worded("신뢰할 수 없음: 기밀 콘솔 거부", "unsafe: classified consoles closed")
            default: worded("알 수 없음: 기밀 콘솔 거부", "unknown: classified consoles closed")
            }
        return ([word] + [offset].compactMap(\.self) + clock.problems.map { "(\($0.onOneLine))" }).joined(
            separator: " ")
    }

    /// How many serve, and which do not.
    private static func summary(of upstreams: [StatusDocument.Upstream]) -> String {
        let serving = upstreams.filter { $0.state == "serving" }.count
        let others = upstreams.filter { $0.state != "serving" }.map { upstream in
            "\(upstream.console) \(upstream.url) \(upstream.state)" + (upstream.detail.map { " (\($0))" } ?? "")
        }
        let count = worded("\(upstreams.count)개 중 \(serving)개 정상", "\(serving) of \(upstreams.count) serving")
        return ([count] + others).joined(separator: "; ")
    }
}
