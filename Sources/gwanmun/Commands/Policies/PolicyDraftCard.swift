/// A draft as people read it: how it stands, what changes by it, what is wrong with it.
struct PolicyDraftCard {
    let draft: PolicyDraftDocument

    func show() {
        var facts: [(Heading, String)] = [
            (.draft, draft.id), (.kind, draft.rollbackTo.map { "\(draft.kind) (\($0))" } ?? draft.kind),
            (.state, draft.state), (.base, String(draft.base)), (.author, draft.writers.joined(separator: ", ")),
            (.reason, draft.reason), (.since, draft.editedAt.shownTime),
        ]
        if let approver = draft.approvedBy { facts.append((.approver, approver)) }
        if let until = draft.approvedUntil { facts.append((.until, until.shownTime)) }
        if let due = draft.dueAt { facts.append((.effective, due.shownTime)) }
        if let trial = draft.trialUntil?.shownTime {
            let by = draft.trialStartedBy ?? "-"
            facts.append((.onTrial, worded("\(trial)까지 (\(by))", "until \(trial) (\(by))")))
        }
        if let policy = draft.trialPolicySha256 { facts.append((.trialPolicy, policy)) }
        if let version = draft.version { facts.append((.version, String(version))) }
        if let by = draft.endedBy { facts.append((.by, by)) }
        TextTable.facts(facts).forEach(Terminal.print)
        if let examination = draft.examination { show(examination) }
    }

    private func show(_ examination: PolicyExaminationDocument) {
        let counts = (examination.consoles, examination.rules, examination.tests)
        Terminal.print(
            worded(
                "콘솔 \(counts.0)개, 규칙 \(counts.1)개, 시험 \(counts.2)개",
                "\(counts.0) consoles, \(counts.1) rules, \(counts.2) tests"))
        if let before = examination.testsBefore, before != examination.tests {
            Terminal.print(
                worded("시험 \(before)개 → \(examination.tests)개", "tests: \(before) before, \(examination.tests) now"))
        }
        for line in examination.changes.flatMap(\.lines) { Terminal.print("  " + line.onOneLine) }
        for lowered in examination.lowered {
            Terminal.print(
                worded("보안관리자 승인 필요(등급 하향): ", "needs a security administrator (lower grade): ")
                    + lowered.onOneLine)
        }
        if let replay = examination.replay {
            Terminal.print(
                worded(
                    "기록 재실행: 새로 허용 \(replay.gained), 새로 거부 \(replay.lost), 완화 \(replay.eased), 강화 \(replay.tightened), 같음 \(replay.unchanged), 판단 불가 \(replay.undecidable)",
                    "replay: \(replay.gained) gained, \(replay.lost) lost, \(replay.eased) eased, \(replay.tightened) tightened, \(replay.unchanged) unchanged, \(replay.undecidable) undecidable"
                ))
        } else {
            Terminal.print(worded("기록 재실행을 하지 않았습니다.", "Not replayed over recorded requests."))
        }
        for warning in examination.warnings { Terminal.print(worded("경고: ", "warning: ") + warning.onOneLine) }
        for defect in examination.defects + examination.failingTests + examination.shutOut {
            Terminal.print(worded("오류: ", "error: ") + defect.onOneLine)
        }
    }
}
