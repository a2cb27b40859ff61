import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayJSON
import GatewayPages

/// Answers the editor's script while somebody types: what is wrong with the file, by line. The same form that would be sent, under the same
/// conditions but for a fresh factor; nothing is kept.
struct LiveExamination {
    let visit: DeskVisit

    /// Findings that are told at a time.
    private static let limit = 100

    func reply() async throws -> DeskReply {
        let exchange = visit.exchange
        try exchange.requireSameOrigin()
        _ = try visit.admitted(to: .tryPolicy)
        guard exchange.request.body.count <= FileEdit.formLimit else {
            throw DeskProblem.tooLarge("a file to examine has at most \(FileEdit.textLimit) bytes")
        }
        let names = Set(FileEdit.fields.map(\.name)).union([FormToken.field, OrderDesk.reason])
        let fields = try FormFields(posted: exchange.request, expecting: names, texts: [FileEdit.textField])
        guard let session = exchange.visitor.session,
            FormToken.matches(fields[FormToken.field], session.formToken)
        else { throw Refusal(.originDenied) }
        let edit = FileEdit(Entries(fields.values))
        do {
            guard let trial = try await FileTrial.of(edit, by: visit) else {
                return .document(JSON.object([]).bytes, status: 429)
            }
            return .document(document(of: trial, edit).bytes, status: 200)
        } catch let problems as FieldProblems {
            return .document(document(of: problems).bytes, status: 200)
        }
    }

    private func document(of trial: FileTrial, _ edit: FileEdit) -> JSON {
        let files = trial.bundle.files.map(\.name)
        let errors = trial.examination.obstacles.map { finding(PolicyLine($0, of: files), "error", more: "", edit) }
        let doubts = trial.findings.remarks.map { remark in
            let advice = remark.advice(in: visit.language)
            let place = PolicyLine(remark.position + ":", of: files).place
            return finding(
                PolicyLine(place: place, words: "\(remark.place) \(advice.finding)"), "doubt",
                more: "\(advice.why) \(advice.remedy)", edit)
        }
        return answer(trial.summary, isClean: trial.errors == 0, errors + doubts)
    }

    private func document(of problems: FieldProblems) -> JSON {
        let findings = problems.problems.values.map { words in
            JSON.object([.init("kind", "error"), .init("text", visit.say(words))])
        }
        return answer(EditorWords.summary(findings.count, 0, 0), isClean: false, findings)
    }

    private func answer(_ summary: Words, isClean: Bool, _ findings: [JSON]) -> JSON {
        .object([
            .init("summary", visit.say(summary)), .init(name: "clean", value: .bool(isClean)),
            .init(name: "findings", value: .array(Array(findings.prefix(Self.limit)))),
        ])
    }

    /// - Returns: with `line` where it stands in the file that is edited.
    private func finding(_ line: PolicyLine, _ kind: String, more: String, _ edit: FileEdit) -> JSON {
        var members: [JSON.Member] = [.init("kind", kind), .init("text", line.words), .init("more", more)]
        if let place = line.place {
            members.append(.init("place", place.text))
            if place.file == edit.name { members.append(.init(name: "line", value: .number("\(place.line)"))) }
        }
        return .object(members)
    }
}

extension JSON.Member {
    fileprivate init(_ name: String, _ text: String) { self.init(name: name, value: .string(text)) }
}
