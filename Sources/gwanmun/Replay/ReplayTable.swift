import GatewayAudit
import GatewayReplay

/// A replay as CSV (RFC 4180): a line for each group and kind.
struct ReplayTable {
    let result: ReplayResult

    var lines: [String] {
        let report = result.replay
        let totals = Difference.allCases.map { (ReplayGroup.Kind.difference($0).text, report.tally.count($0)) }
        return [line(["by", "name", "was", "now", "difference", "count", "requests"])]
            + (totals + [("undecidable", report.tally.undecided)]).map {
                line(["all", "", "", "", $0.0, String($0.1), ""])
            }
            + rows("rule", report.rules) + rows("person", report.people) + rows("console", report.consoles)
            + (result.population.map(matrix) ?? [])
    }

    private func rows(_ kind: String, _ groups: ReplayReport.Groups) -> [String] {
        groups.rows.flatMap { row in
            let (name, was, now) = row.name.columns
            return ReplayGroup.Kind.all.compactMap { difference in
                row.group.counts[difference].map { count in
                    let examples = row.group.examples[difference] ?? []
                    return line([
                        kind, name, was, now, difference.text, String(count), examples.joined(separator: " "),
                    ])
                }
            }
        } + (groups.remainder > 0 ? [line([kind, "*", "", "", "", String(groups.remainder), ""])] : [])
    }

    private func matrix(_ population: PopulationReport) -> [String] {
        population.rows.flatMap { row in
            [("gained", row.gained), ("lost", row.lost)].filter { !$0.1.isEmpty }.map { difference, requests in
                line([
                    "population", row.people.joined(separator: " "), row.console, row.console, difference,
                    String(row.count), requests.joined(separator: ", "),
                ])
            }
        }
    }

    private func line(_ fields: [String]) -> String { ExportCSV.joined(fields) }
}

extension ReplayReport.Row.Name {
    fileprivate var columns: (name: String, was: String, now: String) {
        switch self {
        case .one(let name): (name, "", "")
        case .rule(let was, let now): ("", was ?? "", now ?? "")
        }
    }
}
