internal import GatewayIdentity

extension ReplayReport {
    /// Names the shape of the document; another shape gets another name.
    public static let format = "gwanmun-replay/1"

    /// The report in one spelling, without anything that depends on where and when it was made.
    public var canonicalBytes: [UInt8] { document.bytes }

    public var document: CanonicalJSON {
        .object([
            "format": .text(Self.format),
            "draft_sha256": .text(draft.hex),
            "base": .text(base?.hex ?? "recorded"),
            "span": span,
            "decisions": .number(tally.decisions),
            "differences": .object(counts(tally.differences) { $0.rawValue }),
            "undecidable": .object(counts(tally.undecidable) { $0.rawValue }),
            "outside": .object(counts(tally.outside) { $0 }),
            "policies": .object(counts(tally.policies) { $0 }),
            "rules": document(of: rules),
            "people": document(of: people),
            "consoles": document(of: consoles),
        ])
    }

    /// Empty when there was no decision.
    private var span: CanonicalJSON {
        guard let first = tally.first, let last = tally.last else { return .object([:]) }
        return .object([
            "first_seq": .text(String(first.sequence)), "last_seq": .text(String(last.sequence)),
            "from": .text(RFC3339.string(first.at)), "to": .text(RFC3339.string(last.at)),
        ])
    }

    private func counts<Name>(_ counts: [Name: Int], _ text: (Name) -> String) -> [String: CanonicalJSON] {
        Dictionary(uniqueKeysWithValues: counts.map { (text($0), .number($1)) })
    }

    private func document(of groups: Groups) -> CanonicalJSON {
        .object(["rows": .list(groups.rows.map(document)), "remainder": .number(groups.remainder)])
    }

    private func document(of row: Row) -> CanonicalJSON {
        var members: [String: CanonicalJSON] = [
            "counts": .object(counts(row.group.counts) { $0.text }),
            "examples": .object(
                Dictionary(
                    uniqueKeysWithValues: row.group.examples.map { ($0.text, .list($1.map(CanonicalJSON.text))) })),
        ]
        switch row.name {
        case .one(let name): members["name"] = .text(name)
        case .rule(let was, let now):
            members["was"] = .text(was ?? "")
            members["now"] = .text(now ?? "")
        }
        return .object(members)
    }
}
