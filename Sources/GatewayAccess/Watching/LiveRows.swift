internal import GatewayIdentity
internal import GatewaySessions

/// Puts together who is connected: from sessions, from connections, and from what was heard of each last.
struct LiveRows {
    /// A session, as far as it is shown.
    struct SessionFacts {
        let id: SessionID
        let account: AccountName
        let certificate: SHA256Digest
        let grade: Grade
        /// Where it was opened.
        let source: NetworkAddress?
        let country: CountryCode?
        let since: UnixTime
        let lastSeen: UnixTime
        let counts: ActivityCounts
    }

    let sessions: [SessionFacts]
    let connections: [LiveConnection]
    /// By `LiveAction.visitor`.
    let lastActions: [String: LiveAction]
    let person: (AccountName) -> LivePerson?

    /// Partners first; then by name, by age, so that rows stay where they are while numbers move.
    func rows() -> [LiveRow] {
        let bySession = Dictionary(grouping: connections.filter { $0.session != nil }) { $0.session }
        let open = Set(sessions.map(\.id))
        // A session that has ended is no reason to hide a connection that is still there.
        let rest = connections.filter { $0.session.map { !open.contains($0) } ?? true }
        let alone = Dictionary(grouping: rest, by: \.certificate.fingerprint)
        let rows = sessions.map { row(of: $0, bySession[$0.id] ?? []) } + alone.values.compactMap(row(ofCertificate:))
        return rows.sorted(by: Self.precedes)
    }

    static func precedes(_ one: LiveRow, _ other: LiveRow) -> Bool {
        if one.isPartner != other.isPartner { return one.isPartner }
        if one.account != other.account { return one.account.text < other.account.text }
        if one.since != other.since { return one.since < other.since }
        return one.id < other.id
    }

    private func row(of session: SessionFacts, _ connections: [LiveConnection]) -> LiveRow {
        let action = lastActions[session.id.digest.hex]
        let newest = connections.max { $0.openedAt < $1.openedAt }
        return LiveRow(
            key: .session(session.id), account: session.account, person: person(session.account),
            places: Self.places(connections), grade: session.grade, certificate: session.certificate,
            serial: newest?.certificate.serial ?? action?.certificateSerial,
            source: newest?.source ?? session.source, country: newest.map(\.country) ?? session.country,
            since: session.since, idleSince: session.lastSeen, connections: connections.count,
            streams: Self.streams(connections), counts: session.counts, lastAction: action)
    }

    private func row(ofCertificate connections: [LiveConnection]) -> LiveRow? {
        guard let newest = connections.max(by: { $0.openedAt < $1.openedAt }) else { return nil }
        let certificate = newest.certificate
        return LiveRow(
            key: .certificate(certificate.fingerprint), account: newest.account, person: person(newest.account),
            places: Self.places(connections), grade: .open, certificate: certificate.fingerprint,
            serial: certificate.serial, source: newest.source, country: newest.country,
            since: connections.map(\.openedAt).min() ?? newest.openedAt, idleSince: newest.openedAt,
            connections: connections.count, streams: Self.streams(connections),
            counts: connections.map(\.alone).reduce(ActivityCounts(), +),
            lastAction: lastActions[certificate.publicKey.hex])
    }

    private static func places(_ connections: [LiveConnection]) -> [LivePlace] {
        Set(connections.map(\.place)).sorted { $0.order < $1.order }
    }

    private static func streams(_ connections: [LiveConnection]) -> [LiveStream] {
        connections.flatMap(\.streams).sorted { ($0.startedAt, $0.console.text) < ($1.startedAt, $1.console.text) }
    }
}

extension LivePlace {
    /// Consoles first, by name.
    fileprivate var order: String {
        switch self {
        case .console(let id, _): "0" + id.text
        case .gate: "1"
        case .desk: "2"
        }
    }
}
