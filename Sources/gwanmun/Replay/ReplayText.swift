import GatewayIdentity
import GatewayReplay

/// A replay as a person at a terminal reads it.
struct ReplayText {
    let result: ReplayResult

    /// Groups of one kind that a screen takes; the other forms have all of them.
    private static let rowLimit = 20

    var lines: [String] {
        let report = result.replay
        return summary + groups(worded("규칙", "By rule"), report.rules)
            + groups(worded("사용자", "By person"), report.people)
            + groups(worded("콘솔", "By console"), report.consoles) + populationLines
            + ["", worded("보고서 SHA-256 ", "report SHA-256 ") + report.sha256.hex]
    }

    private var summary: [String] {
        let tally = result.replay.tally
        var lines = [
            worded("결정 \(tally.decisions)건", "\(tally.decisions) decisions") + span
        ]
        lines += ReplayGroup.Kind.all.map { kind in
            "  \(kind.shown): \(count(kind))"
        }
        lines.append("  " + worded("변화 없음", "unchanged") + ": \(tally.count(.unchanged))")
        for (cause, count) in tally.undecidable.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines.append("    \(cause.shown): \(count)")
        }
        let outside = tally.outside.values.reduce(0, +)
        if outside > 0 {
            lines.append(
                worded("정책이 결정하지 않은 요청 \(outside)건", "\(outside) requests were answered without the policy"))
        }
        return lines
    }

    private var span: String {
        guard let first = result.replay.tally.first, let last = result.replay.tally.last else { return "" }
        return " (\(RFC3339.string(first.at).shownTime) – \(RFC3339.string(last.at).shownTime))"
    }

    private func count(_ kind: ReplayGroup.Kind) -> Int {
        switch kind {
        case .difference(let difference): result.replay.tally.count(difference)
        case .undecidable: result.replay.tally.undecided
        }
    }

    private func groups(_ heading: String, _ groups: ReplayReport.Groups) -> [String] {
        guard !groups.rows.isEmpty else { return [] }
        var lines = ["", heading + ":"]
        for row in groups.rows.prefix(Self.rowLimit) {
            let counts = ReplayGroup.Kind.all.compactMap { kind in row.group.counts[kind].map { "\(kind.shown) \($0)" }
            }
            lines.append("  \(row.name.shown.onOneLine): " + counts.joined(separator: ", "))
            for kind in ReplayGroup.Kind.all {
                guard let examples = row.group.examples[kind], let example = examples.first else { continue }
                lines.append("    \(kind.shown): " + worded("예 ", "for example ") + example.onOneLine)
            }
        }
        let rest = groups.rows.dropFirst(Self.rowLimit).reduce(groups.remainder) { $0 + $1.group.total }
        if rest > 0 { lines.append("  " + worded("그 밖의 요청 \(rest)건", "\(rest) requests in others")) }
        return lines
    }

    private var populationLines: [String] {
        guard let population = result.population else { return [] }
        var lines = [
            "",
            worded(
                "사용자 \(population.people)명, 사용자와 콘솔 \(population.pairs)쌍: 얻음 \(population.gaining), 잃음 \(population.losing)",
                "\(population.people) people, \(population.pairs) pairs of a person and a console: \(population.gaining) gain, \(population.losing) lose"
            ),
            worded(
                "  가정: 모든 인증 수단을 방금 확인함, 규칙이 말하는 모든 구역과 시간대",
                "  assumed: every factor just proved, every zone and window that a rule names"),
        ]
        if population.assumesGrants {
            lines.append(
                worded(
                    "  가정: 승인 정보가 없는 사용자에게 모든 콘솔의 승인이 있음",
                    "  assumed: a grant for every console where grants are not known"))
        }
        if !population.sampled.isEmpty {
            lines.append(
                worded("  일부만 확인한 콘솔: ", "  asked about in part: ")
                    + population.sampled.joined(separator: ", ").onOneLine)
        }
        for row in population.rows.prefix(Self.rowLimit) {
            let names = row.people.prefix(5).joined(separator: ", ") + (row.count > 5 ? ", …" : "")
            lines.append("  \(row.console) · \(row.count) (\(names))".onOneLine)
            if !row.gained.isEmpty {
                lines.append("    + " + row.gained.joined(separator: ", ").onOneLine)
            }
            if !row.lost.isEmpty {
                let shut = row.isShutOut ? worded(" (더는 들어갈 수 없음)", " (nothing is left)") : ""
                lines.append("    - " + row.lost.joined(separator: ", ").onOneLine + shut)
            }
        }
        return lines
    }
}

extension ReplayReport.Row.Name {
    var shown: String {
        switch self {
        case .one(let name): name.isEmpty ? "-" : name
        case .rule(let was, let now): was == now ? was ?? "-" : "\(was ?? "-") → \(now ?? "-")"
        }
    }
}

extension ReplayGroup.Kind {
    var shown: String {
        switch self {
        case .difference(let difference): difference.shown
        case .undecidable: worded("판단 불가", "undecidable")
        }
    }
}

extension Difference {
    var shown: String {
        switch self {
        case .gained: worded("얻음", "gained")
        case .eased: worded("완화", "eased (denied, would be asked for a factor)")
        case .tightened: worded("강화", "tightened (permitted, would be asked for a factor)")
        case .lost: worded("잃음", "lost")
        case .reworded: worded("이유만 바뀜", "same answer, other grounds")
        case .unchanged: worded("변화 없음", "unchanged")
        }
    }
}

extension Undecidable {
    var shown: String {
        switch self {
        case .olderRecord: worded("입력을 기록하지 않던 때의 기록", "recorded before records held their inputs")
        case .inputsCut: worded("입력이 너무 많아 잘린 기록", "more inputs than a record holds")
        case .pathCut: worded("경로가 길어 잘린 기록", "the path was too long for a record")
        case .methodCut: worded("메서드가 길어 잘린 기록", "the method was too long for a record")
        case .unknownConsole: worded("정책에 없는 콘솔", "the policy has no such console")
        case .unreadable: worded("읽을 수 없는 기록", "not readable as a record")
        }
    }
}
