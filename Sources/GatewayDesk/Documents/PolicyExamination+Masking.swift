public import GatewayAccess
internal import GatewayJSON

extension PolicyExamination {
    /// For those who may read the policy and not the records (`DeskRight.readPeople`): how many requests change and under which rule and
    /// at which console, not whose they were. The seal is over the examination as it is kept, so it stays what it is.
    public func withoutPeople() -> PolicyExamination { replacing(replay: replay?.withoutPeople()) }
}

extension PolicyReplayReport {
    fileprivate func withoutPeople() -> PolicyReplayReport {
        // A report that cannot be read shows nothing.
        let masked = JSON(Array(report.utf8)).map { ReplayMask().masked($0) } ?? .object([])
        return PolicyReplayReport(
            sha256: sha256, gained: gained, lost: lost, eased: eased, tightened: tightened, reworded: reworded,
            unchanged: unchanged, undecidable: undecidable, masked: true,
            report: String(decoding: masked.bytes, as: UTF8.self))
    }
}

/// Takes names of people and requests out of a report (`gwanmun-replay/1`): people become numbers in the order of the report, requests go.
private struct ReplayMask {
    func masked(_ report: JSON) -> JSON {
        member(of: report) { name, value in name == "people" ? numbered(withoutExamples(value)) : withoutExamples(value)
        }
    }

    private func numbered(_ people: JSON) -> JSON {
        member(of: people) { name, rows in
            guard name == "rows", case .array(let list) = rows else { return rows }
            return .array(
                list.enumerated().map { index, row in
                    member(of: row) { name, value in name == "name" ? .string("#\(index + 1)") : value }
                })
        }
    }

    private func withoutExamples(_ value: JSON) -> JSON {
        switch value {
        case .object(let members):
            .object(
                members.filter { $0.name != "examples" }.map { .init(name: $0.name, value: withoutExamples($0.value)) })
        case .array(let list): .array(list.map(withoutExamples))
        case .string, .number, .bool, .null: value
        }
    }

    private func member(of value: JSON, _ replace: (String, JSON) -> JSON) -> JSON {
        guard case .object(let members) = value else { return value }
        return .object(members.map { .init(name: $0.name, value: replace($0.name, $0.value)) })
    }
}
