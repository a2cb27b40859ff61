import GatewayAccess
import GatewayDesk
import GatewayIdentity

/// What a draft would have answered to recorded requests: how many turn out otherwise, and whose.
struct ReplaySections {
    let visit: DeskVisit
    let replay: PolicyReplayReport?

    /// Groups of a kind that a page shows; the largest come first.
    private static let rowLimit = 50
    /// Requests of a group that it names.
    private static let exampleLimit = 6

    private func say(_ words: Words) -> String { visit.say(words) }

    var all: [Section] {
        guard let replay else {
            var section = Section("replay", say(ReplayWords.title))
            section.empty = say(ReplayWords.none)
            return [section]
        }
        guard let kept = KeptReplay(replay.report) else { return [summary(replay, nil)] }
        return [
            summary(replay, kept), rules(kept.rules),
            groups(kept.people, "people", ReplayWords.byPerson, ColumnWords.account) {
                visit.person(AccountName(stored: $0))
            },
            groups(kept.consoles, "consoles", ReplayWords.byConsole, ColumnWords.console) {
                visit.console(ConsoleID($0))
            },
        ]
    }

    private func summary(_ replay: PolicyReplayReport, _ kept: KeptReplay?) -> Section {
        let counts: [(KeptReplay.Kind, Int)] = [
            (.gained, replay.gained), (.eased, replay.eased), (.tightened, replay.tightened), (.lost, replay.lost),
            (.reworded, replay.reworded), (.unchanged, replay.unchanged), (.undecidable, replay.undecidable),
        ]
        var facts = counts.map { kind, number in
            (say(kind.words), [Piece.tag("\(number)", number == 0 ? .plain : kind.tone)])
        }
        if let kept {
            facts.insert((say(ReplayWords.decisions), [.text("\(kept.decisions)")]), at: 0)
            if let from = kept.from.flatMap(RFC3339.parse), let to = kept.to.flatMap(RFC3339.parse) {
                facts.insert((say(ReplayWords.span), [visit.time(from), .text("–"), visit.time(to)]), at: 1)
            }
            if !kept.undecidable.isEmpty {
                facts.append(
                    (say(ReplayWords.causes), kept.undecidable.map { .tag("\($0.cause): \($0.number)") }))
            }
            if kept.outside > 0 { facts.append((say(ReplayWords.outside), [.text("\(kept.outside)")])) }
        }
        var section = Section("replay", say(ReplayWords.title), facts: facts)
        section.note = say(kept == nil ? ReplayWords.unknown : ReplayWords.note)
        return section
    }

    private func rules(_ groups: KeptReplay.Groups) -> Section {
        section(groups, "rules", ReplayWords.byRule, [ReplayWords.was, ReplayWords.now]) {
            [rule($0.name), rule($0.now)]
        }
    }

    private func rule(_ name: String) -> Piece {
        name.isEmpty ? .text(say(ReplayWords.noRule)) : .code(name)
    }

    private func groups(
        _ groups: KeptReplay.Groups, _ anchor: String, _ title: Words, _ column: Words,
        _ name: @escaping (String) -> Piece
    ) -> Section {
        section(groups, anchor, title, [column]) {
            [$0.name.isEmpty ? .text(say(ReplayWords.unnamed)) : name($0.name)]
        }
    }

    private func section(
        _ groups: KeptReplay.Groups, _ anchor: String, _ title: Words, _ columns: [Words],
        names: (KeptReplay.Group) -> [Piece]
    ) -> Section {
        var section = Section(
            "replay-" + anchor, say(title),
            columns.map(say) + [say(ReplayWords.counts), say(ReplayWords.examples)],
            groups.rows.prefix(Self.rowLimit).map { group in
                names(group).map { [$0] } + [
                    group.counts.map { .tag("\(say($0.kind.words)) \($0.number)", $0.kind.tone) },
                    group.requests.prefix(Self.exampleLimit).map(request),
                ]
            }, empty: say(ReplayWords.noGroups))
        let hidden = groups.rows.dropFirst(Self.rowLimit).reduce(groups.remainder) { $0 + $1.total }
        if hidden > 0 { section.note = say(ReplayWords.more(hidden)) }
        return section
    }

    private func request(_ id: String) -> Piece {
        visit.may(.readPeople) ? .link(id, .records, [("request_id", id)]) : .code(id)
    }
}
