import GatewayAuditFile
import GatewayCrypto
import GatewayIdentity
import GatewayPolicy
import GatewayReplay
import GatewayReview
import GatewaySettings

/// Writes a policy with fewer rights, held against the records that it was made from until nobody would notice.
struct NarrowerDraft {
    let policy: PolicyOptions
    let trail: TrailReading
    let sketch: UsageSketch
    let kept: [KeptRight]

    struct Outcome: Encodable {
        let folder: String
        let removed: [String]
        let narrowed: [String]
        /// Rules with unused rights that stay, and why.
        let stays: [Stay]
        let decisions: Int
        let lost: Int
        let gained: Int
        let undecidable: Int
        /// Tests of the policy that say otherwise by now.
        let failingTests: [String]

        struct Stay: Encodable {
            let rule: String
            let why: String
        }

        var lines: [String] {
            var lines = [
                "",
                worded(
                    "\(folder): 규칙 \(removed.count)개 삭제, \(narrowed.count)개 축소. 기록 \(decisions)건 재판단: 거부로 바뀜 \(lost), 허용으로 바뀜 \(gained), 판단 불가 \(undecidable)",
                    "\(folder): \(removed.count) rules removed, \(narrowed.count) narrowed. Replayed \(decisions) decisions: \(lost) lost, \(gained) gained, \(undecidable) undecidable"
                ),
            ]
            lines += stays.map { worded("유지: \($0.rule) (\($0.why))", "stays: \($0.rule) (\($0.why))") }
            if !failingTests.isEmpty {
                lines.append(
                    worded("고쳐야 할 정책 시험:", "Tests of the policy that have to be changed, or speak for a right:"))
                lines += failingTests.map { "  " + $0 }
            }
            lines.append(
                worded(
                    "적용하려면: gwanmun policy propose \(folder) --reason …",
                    "To put it in force: gwanmun policy propose \(folder) --reason …"))
            return lines
        }
    }

    /// Ends: each round leaves at least one more rule alone.
    func write(to folder: String) throws -> Outcome {
        let current = try policy.load().snapshot
        let bundle = try PolicyFolderArgument.read(policy.folder)
        var held: Set<RuleID> = []
        while true {
            let narrower = NarrowerPolicy(of: current.definition, sketch, kept: kept, holding: held)
            let (texts, draft) = try cut(bundle, by: narrower.cuts)
            let verdict = try replay(draft.snapshot, against: current)
            let wrong = verdict.culprits.subtracting(held)
            if verdict.isLossless || narrower.cuts.isEmpty {
                try PolicyFolderWriting.write(texts, to: folder)
                return outcome(folder, narrower, verdict, draft)
            }
            // Whoever stood behind what would be noticed stays; where nobody is named, all do.
            let cut = Set(narrower.cuts.map(\.rule))
            held.formUnion(wrong.isDisjoint(with: cut) ? cut : wrong)
        }
    }

    private func cut(_ bundle: PolicyBundle, by cuts: [RuleCut]) throws -> ([String: String], LoadedPolicy) {
        var texts: [String: String] = [:]
        for file in bundle.files {
            let isRules = !file.name.hasPrefix(PolicyBundle.testFolder)
            let text =
                isRules ? RuleRewriting().rewritten(file.text, named: file.name, by: cuts.map(\.written)) : file.text
            guard let text else { throw CommandFailure("\(file.name) cannot be rewritten") }
            texts[file.name] = text
        }
        let changed = try PolicyBundle(texts.map { PolicyBundle.File(name: $0.key, text: $0.value) })
        let draft = try policy.load(changed)
        guard cuts.allSatisfy({ $0.isDone(in: draft.snapshot.definition) }) else {
            throw CommandFailure(
                worded("규칙 파일을 고쳐 쓸 수 없습니다", "the files of the rules are written in a way that this does not change"),
                hint: "Without --propose the list says what to take out by hand.")
        }
        return (texts, draft)
    }

    private func replay(_ draft: PolicySnapshot, against current: PolicySnapshot) throws -> NarrowingTrial.Verdict {
        var trial = NarrowingTrial(of: draft, against: current)
        try trail.forEach { reading in
            trial.take(reading)
            return .next
        }
        return trial.verdict()
    }

    private func outcome(
        _ folder: String, _ narrower: NarrowerPolicy, _ verdict: NarrowingTrial.Verdict, _ draft: LoadedPolicy
    ) -> Outcome {
        Outcome(
            folder: folder, removed: narrower.cuts.filter(\.isRemoved).map(\.rule.text),
            narrowed: narrower.cuts.filter { !$0.isRemoved }.map(\.rule.text),
            stays: narrower.stays.map { Outcome.Stay(rule: $0.rule.text, why: $0.why.text) },
            decisions: verdict.decisions, lost: verdict.lost, gained: verdict.gained,
            undecidable: verdict.undecidable, failingTests: draft.failingTests.map(\.description))
    }
}

extension RuleCut {
    fileprivate var written: RuleRewriting.Cut {
        guard !isRemoved else { return .init(rule: rule.text, values: nil) }
        var values: [String: [String]] = [:]
        values["roles"] = roles?.sorted().map(\.text)
        values["consoles"] = consoles?.sorted().map(\.text)
        values["paths"] = paths?.map(\.text)
        values["methods"] = methods?.map(\.description).sorted()
        return .init(rule: rule.text, values: values)
    }

    fileprivate func isDone(in definition: PolicyDefinition) -> Bool {
        let found = definition.rules.first { $0.id == rule }
        guard let target = found?.target, !isRemoved else { return found == nil && isRemoved }
        return (roles.map { target.roles == .only($0) } ?? true)
            && (consoles.map { target.consoles == .only($0) } ?? true) && (paths.map { target.paths == $0 } ?? true)
            && (methods.map { target.methods == $0 } ?? true)
    }
}

extension NarrowerPolicy.Why {
    fileprivate var text: String {
        switch self {
        case .kept: worded("사유를 두고 유지", "kept with a reason")
        case .overlaps(let rule): worded("규칙 \(rule)과 겹침", "overlaps \(rule)")
        case .exception: worded("예외가 가리킴", "an exception names it")
        case .emergency: worded("비상용", "for emergencies")
        case .replay: worded("재판단에서 필요함이 드러남", "the replay shows that it is needed")
        }
    }
}
