internal import GatewayAccess
internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewaySessions

/// Who is connected, or what has changed of it.
struct LiveDocument: DeskDocument {
    static let schema = ObjectSchema(
        "Live", "Who is connected now: all of them, or in an event `change` those that are new or otherwise.",
        [
            .needed("rows", .list(of: .object(LiveRowDocument.self)), "Partners first, at most 500."),
            .maybe("gone", .list(of: .text), "In an event: the ids of those who are not there any more."),
            .needed("left_out", .count, "Who would come behind them."),
        ])

    let rows: [LiveRowDocument]
    let gone: [String]?
    let leftOut: Int

    init(_ rows: [LiveRow], gone: [LiveRow.Key]? = nil, leftOut: Int, isMasked: Bool) {
        self.rows = rows.map { LiveRowDocument($0, isMasked: isMasked) }
        self.gone = gone.map { $0.map(\.text).sorted() }
        self.leftOut = leftOut
    }

    private enum CodingKeys: String, CodingKey {
        case rows, gone
        case leftOut = "left_out"
    }
}

struct LiveRowDocument: DeskDocument {
    static let schema = ObjectSchema(
        "LiveRow", "Somebody who is connected: a session, or a certificate that came without one.",
        [
            .needed("id", .text),
            .maybe("session", .digest, "To end it by."),
            .needed("user", .account),
            .maybe("name", .text, "Their name, for those who may change people."),
            .needed("partner", .flag),
            .maybe("organisation", .text),
            .needed("roles", .list(of: .role)),
            .needed("grade", .choice(of: Grade.self), "What the proofs of the session still reach."),
            .needed("places", .list(of: .object(Place.self)), "What the open connections lead to."),
            .needed("certificate", .digest, "SHA-256 of the certificate."),
            .maybe("serial", .text, "Its serial number, where a connection or a record told it."),
            .maybe("source", .text, "In part, for those who may not change people."),
            .maybe("country", .country),
            .needed("since", .instant),
            .needed("idle_since", .instant),
            .needed("connections", .count),
            .needed("streams", .list(of: .object(Stream.self)), "Exchanges that last."),
            .needed("requests", .count, "Of the session; without one, of the open connections."),
            .needed("denials", .count),
            .needed("bytes_in", .count, "From the client; of what still runs, too."),
            .needed("bytes_out", .count),
            .maybe("last", .object(LiveActionDocument.self), "What was recorded of them last."),
            .needed("grants", .list(of: .object(Grant.self)), "Those that run."),
            .needed("measures", .list(of: .object(Measure.self)), "What was done about the person and holds."),
        ])

    let id: String
    let session: String?
    let user: String
    let name: String?
    let partner: Bool
    let organisation: String?
    let roles: [String]
    let grade: String
    let places: [Place]
    let certificate: String
    let serial: String?
    let source: String?
    let country: String?
    let since: String
    let idleSince: String
    let connections: Int
    let streams: [Stream]
    let requests: Int
    let denials: Int
    let bytesIn: Int
    let bytesOut: Int
    let last: LiveActionDocument?
    let grants: [Grant]
    let measures: [Measure]

    init(_ row: LiveRow, isMasked: Bool) {
        id = row.id
        session = row.session?.description
        user = row.account.text
        name = isMasked ? nil : row.person?.displayName
        partner = row.isPartner
        organisation = row.person?.organisation
        roles = (row.person?.roles ?? []).map(\.text)
        grade = row.grade.rawValue
        places = row.places.map { Place($0) }
        certificate = row.certificate.hex
        serial = row.serial
        source = row.source.map { isMasked ? $0.masked : $0.description }
        country = row.country?.text
        since = RFC3339.string(row.since)
        idleSince = RFC3339.string(row.idleSince)
        connections = row.connections
        streams = row.streams.map { Stream($0) }
        requests = row.counts.requests
        denials = row.counts.denials
        bytesIn = row.counts.bytesIn
        bytesOut = row.counts.bytesOut
        last = row.lastAction.map { LiveActionDocument($0) }
        grants = (row.person?.grants ?? []).map { Grant(id: $0.id, until: RFC3339.string($0.until)) }
        measures = (row.person?.measures ?? []).map { Measure(kind: $0.kind, id: $0.id) }
    }

    private enum CodingKeys: String, CodingKey {
        case id, session, user, name, partner, organisation, roles, grade, places, certificate, serial, source, country
        case since, connections, streams, requests, denials, last, grants, measures
        case idleSince = "idle_since"
        case bytesIn = "bytes_in"
        case bytesOut = "bytes_out"
    }

    struct Place: DeskDocument {
        static let schema = ObjectSchema(
            "LivePlace", "What a connection leads to.",
            [
                .needed("kind", .choice(of: Kind.self)),
                .maybe("console", .console),
                .maybe("grade", .choice(of: Grade.self), "Of the console."),
            ])

        enum Kind: String, CaseIterable {
            case console, gate, desk
        }

        let kind: String
        let console: String?
        let grade: String?

        init(_ place: LivePlace) {
            switch place {
            case .console(let id, let grade):
                (kind, console, self.grade) = (Kind.console.rawValue, id.text, grade.rawValue)
            case .gate: (kind, console, grade) = (Kind.gate.rawValue, nil, nil)
            case .desk: (kind, console, grade) = (Kind.desk.rawValue, nil, nil)
            }
        }
    }

    struct Stream: DeskDocument {
        static let schema = ObjectSchema(
            "LiveStream", "An exchange that lasts: a WebSocket, events, a call of gRPC, or a long transfer.",
            [
                .needed("kind", .choice(of: LiveStream.Kind.self)),
                .needed("console", .console),
                .needed("since", .instant),
                .needed("bytes_in", .count),
                .needed("bytes_out", .count),
            ])

        let kind: String
        let console: String
        let since: String
        let bytesIn: Int
        let bytesOut: Int

        init(_ stream: LiveStream) {
            kind = stream.kind.rawValue
            console = stream.console.text
            since = RFC3339.string(stream.startedAt)
            bytesIn = stream.bytesIn
            bytesOut = stream.bytesOut
        }

        private enum CodingKeys: String, CodingKey {
            case kind, console, since
            case bytesIn = "bytes_in"
            case bytesOut = "bytes_out"
        }
    }

    struct Grant: DeskDocument {
        static let schema = ObjectSchema(
            "LiveGrant", "A grant that runs.", [.needed("id", .text), .needed("until", .instant)])

        let id: String
        let until: String
    }

    struct Measure: DeskDocument {
        static let schema = ObjectSchema(
            "LiveMeasure", "Something that was done about a person and holds.",
            [.needed("kind", .words("lock", "grant_paused")), .needed("id", .text, "Of the lock, or of the grant.")])

        let kind: String
        let id: String
    }
}
