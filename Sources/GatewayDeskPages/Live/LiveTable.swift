import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewaySessions

/// Rows of those who are connected, with what a script needs to keep them as they are.
struct LiveTable: Sendable {
    /// Where events of it are.
    let livePath: String
    /// JSON.
    let liveWords: String
    let mayAct: Bool
    let columns: [String]
    let visitors: [LiveVisitor]
    /// For rows to come.
    let blank: LiveVisitor
    let isVacant: Bool
    let vacantText: String
    let liveState: String
}

/// One of them: what stands in the fields of its row.
struct LiveVisitor: Sendable {
    var rowID = ""
    var user = ""
    var userPath = ""
    var displayedName = ""
    var isForeign = false
    var foreignTag: String
    var belongs = ""
    var places = ""
    var streams = ""
    var cameFrom = ""
    var papers = ""
    var since = ""
    var idle = ""
    var requests = ""
    var bytes = ""
    var lastAction = ""
    var holds = ""
    var acts: [Link] = []
    /// The headings of its columns, for narrow screens.
    let headings: Headings

    struct Headings: Sendable {
        let whoHead: String
        let placeHead: String
        let fromHead: String
        let amountHead: String
        let lastHead: String
        let measuresHead: String
    }

    init(_ language: Language) {
        foreignTag = LiveWords.partner[language]
        headings = Headings(
            whoHead: LiveWords.who[language], placeHead: LiveWords.place[language], fromHead: LiveWords.from[language],
            amountHead: LiveWords.amount[language], lastHead: LiveWords.last[language],
            measuresHead: LiveWords.measures[language])
    }

    /// The same texts as `live.js` makes of the same row.
    init(_ row: LiveRow, _ texts: LiveTexts, for visit: DeskVisit) {
        self.init(visit.language)
        rowID = row.id
        user = row.account.text
        userPath = DeskPath.person(row.account).text
        displayedName = visit.mayChange ? row.person?.displayName ?? "" : ""
        isForeign = row.isPartner
        belongs = ([row.person?.organisation] + (row.person?.roles ?? []).map(\.text)).compactMap(\.self)
            .joined(separator: " · ")
        places = LiveText.places(row, texts)
        streams = row.streams.map { LiveText.stream($0, texts) }.joined(separator: "; ")
        cameFrom = [row.source.map(visit.address), row.country?.text].compactMap(\.self).joined(separator: " ")
        papers = "\(texts.serial) \(row.serial ?? String(row.certificate.hex.prefix(16)))"
        since = "\(texts.since) \(LiveText.time(RFC3339.string(row.since)))"
        idle = "\(texts.idle) \(LiveText.time(RFC3339.string(row.idleSince)))"
        requests = "\(texts.requests) \(row.counts.requests), \(texts.denials) \(row.counts.denials)"
        bytes =
            "\(texts.received) \(LiveText.bytes(row.counts.bytesIn)), \(texts.sent) \(LiveText.bytes(row.counts.bytesOut))"
        lastAction = row.lastAction.map(LiveText.action) ?? ""
        holds = LiveText.holds(row, texts)
        acts = visit.mayChange ? Self.acts(row, texts) : []
    }

    private static func acts(_ row: LiveRow, _ texts: LiveTexts) -> [Link] {
        let end = row.session.map { Link(texts.end, .endSession($0.description)) }
        let locks = [
            Link(texts.lockAccount, .newLock, [("kind", "account"), ("target", row.account.text)]),
            Link(texts.lockCertificate, .newLock, [("kind", "certificate"), ("target", row.certificate.hex)]),
        ]
        let pauses = (row.person?.grants ?? []).map { Link(texts.pauseGrant, .grantOrder(.pause, $0.id)) }
        return [end].compactMap(\.self) + pauses + locks
    }
}
