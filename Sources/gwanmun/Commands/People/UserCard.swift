/// Everything about one person, for a terminal.
struct UserCard {
    let details: UserDetailsDocument

    var lines: [String] {
        Array([facts, bindings, devices, locks, grants, sessions].filter { !$0.isEmpty }.joined(separator: [""]))
    }

    private var facts: [String] {
        let user = details.user
        return TextTable.facts(
            [
                (.name, user.name), (.displayName, user.displayName), (.roles, user.roles.joined(separator: ", ")),
                (.organisation, user.organisation),
                (.language, user.language), (.state, user.state), (.created, user.createdAt.shownTime),
            ] + terms + [
                (.recoveryCodes, "\(details.recoveryCodesLeft)"), (.mail, details.mail ?? "-"),
            ])
    }

    private var terms: [(Heading, String)] {
        guard let terms = details.terms else { return [] }
        return [
            (.owner, terms.owner), (.networks, terms.networks.joined(separator: ", ")),
            (.until, terms.until.shownTime),
        ]
    }

    private var bindings: [String] {
        table([.binding, .since], details.bindings.map { [$0.binding, $0.boundAt.shownTime] })
    }

    private var devices: [String] {
        table(
            [.device, .kind, .state, .since, .lastUsed, .separateDevice, .authenticator],
            details.devices.map {
                [
                    $0.label, $0.kind, $0.shownState, $0.since.shownTime, $0.lastUsed?.shownTime ?? "-",
                    $0.separateDevice ? "yes" : "no", $0.id,
                ]
            })
    }

    /// Those of attempts and those of administrators.
    private var locks: [String] {
        let ofAttempts = details.attemptLocks.sorted { $0.key < $1.key }.map { ["-", $0.key, "-", $0.value] }
        return table(
            [.lock, .target, .reason, .until],
            ofAttempts + details.locks.map { [$0.id, $0.target, $0.reason, $0.until?.shownTime ?? "-"] })
    }

    private var grants: [String] {
        table(
            [.grant, .consoles, .from, .to],
            details.grants.map { [$0.id, $0.consoles.joined(separator: ", "), $0.from.shownTime, $0.to.shownTime] })
    }

    private var sessions: [String] {
        details.sessions.isEmpty ? [] : SessionTable(sessions: details.sessions).lines
    }

    private func table(_ headings: [Heading], _ rows: [[String]]) -> [String] {
        rows.isEmpty ? [] : TextTable(headings: headings, rows: rows).lines
    }
}

extension DeviceDocument {
    /// With the one that took its place, or whose place it takes.
    fileprivate var shownState: String {
        if let replacedBy { return worded("\(state)(새 인증 수단: \(replacedBy))", "\(state) by \(replacedBy)") }
        if let replaces { return worded("\(state)(교체 대상: \(replaces))", "\(state), in place of \(replaces)") }
        return state
    }
}
