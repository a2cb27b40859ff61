import GatewayIdentity
import GatewayPolicy

/// What the reference says between the words of the vocabulary.
struct ReferenceWords {
    let language: Language

    private func say(_ english: String, _ korean: String) -> String { Wording(english, korean).text(in: language) }

    var opening: [String] {
        [
            "# " + say("Policy reference", "정책 참조서"), "",
            say(
                "Every key of policies, of their tests and of the questions of `policy explain`. Printed by `gwanmun policy reference` from the table that the readers take their keys from; edit that, not this page. [policy-guide.md](policy-guide.md) explains how it fits together.",
                "정책, 그 시험, 그리고 `policy explain`의 질문에 쓸 수 있는 모든 키. 읽는 프로그램이 키를 가져오는 표에서 `gwanmun policy reference`가 만듭니다. 이 문서가 아니라 그 표를 고칩니다. 서로 어떻게 맞물리는지는 [policy-guide.md](policy-guide.md)(영어)에 있습니다."
            ), "",
            say(
                "Editors check files as they are written, by `Policies/schema/*.schema.json` (`gwanmun policy schema`): put `# yaml-language-server: $schema=` and the way to the schema into the first line.",
                "편집기는 `Policies/schema/*.schema.json`(`gwanmun policy schema`)으로 쓰는 동안 파일을 검사합니다. 첫 줄에 `# yaml-language-server: $schema=`와 스키마까지의 경로를 적습니다."
            ), "",
            say(
                "Sources: `NCT2-4.2-U1` is a clause of the national core technology cloud guide of April 2025 (chapter 2, section 4.2, users); `nct-2025-04 2.2` a section of the compliance profile that this program derives from it, `3(7)` the seventh of its semantics.",
                "출처: `NCT2-4.2-U1`은 2025년 4월 국가핵심기술 클라우드 가이드의 조항(2장 4.2절, 사용자), `nct-2025-04 2.2`는 이 프로그램이 거기에서 끌어낸 준수 프로파일의 절, `3(7)`은 그 의미 규칙의 일곱째입니다."
            ),
        ]
    }

    var columns: [String] {
        [
            say("key", "키"), say("value", "값"), say("left out", "적지 않으면"), say("effect", "효과"), say("example", "예"),
            say("source", "출처"),
        ]
    }

    var forms: String { say("Forms of values", "값의 꼴") }
    var formColumns: [String] { [say("form", "꼴"), say("how it is written", "쓰는 법"), say("example", "예")] }
    var needed: String { say("needed", "필요함") }
    var nothing: String { say("nothing", "없음") }
    var or: String { say(", or ", ", 또는 ") }

    func text(longest: Int?) -> String {
        longest.map { say("one line of at most \($0) bytes", "\($0)바이트 이하의 한 줄") } ?? say("one line of text", "한 줄의 글")
    }

    func name(in section: PolicyPlace.Section) -> String {
        let form = "(#form-\(TextForm.name.id))"
        return say(
            "[name](#form-\(TextForm.name.id)) under `\(section.rawValue)`", "`\(section.rawValue)`에 있는 [이름]\(form)")
    }

    /// A list that is as long as that of the reasons is a list of its own.
    func oneOf(_ choices: [String]) -> String { choices.map { "`\($0)`" }.joined(separator: ", ") }

    func count(_ range: ClosedRange<Int>) -> String {
        say("\(range.lowerBound) to \(range.upperBound)", "\(range.lowerBound)~\(range.upperBound)")
    }

    func list(of item: String, atLeast least: Int, atMost most: Int?) -> String {
        if let most { return say("list of \(least) to \(most): \(item)", "\(least)~\(most)개의 목록: \(item)") }
        return least > 0 ? say("list, not empty: \(item)", "비지 않은 목록: \(item)") : say("list: \(item)", "목록: \(item)")
    }

    func entries(named name: String, of value: String) -> String {
        say("\(name): \(value)", "\(name): \(value)")
    }

    func sentence(_ bond: KeyBond) -> String {
        switch bond {
        case .needs(let key, let other):
            return say("`\(key)` has no meaning without `\(other)`.", "`\(key)`은(는) `\(other)` 없이는 뜻이 없습니다.")
        case .when(let key, let word, let needs, let refuses):
            let needed = needs.map { $0.map { "`\($0)`" }.joined(separator: say(" or ", " 또는 ")) }.joined(
                separator: ", ")
            let refused = refuses.map { "`\($0)`" }.joined(separator: ", ")
            let parts = [
                needs.isEmpty ? nil : say("needs \(needed)", "\(needed) 필요함"),
                refuses.isEmpty ? nil : say("does not go with \(refused)", "\(refused) 쓸 수 없음"),
            ].compactMap { $0 }
            return "`\(key): \(word)`: " + parts.joined(separator: "; ") + "."
        }
    }
}
