public import GatewayIdentity

extension PolicyDoubt {
    /// What was found, why it matters, what to do about it: a sentence each.
    public struct Advice: Hashable, Sendable {
        public let finding: String
        public let why: String
        public let remedy: String

        init(_ finding: String, _ why: String, _ remedy: String) {
            self.finding = finding
            self.why = why
            self.remedy = remedy
        }
    }

    public func advice(in language: Language) -> Advice {
        switch language {
        case .korean: inKorean
        case .english: inEnglish
        }
    }

    private var inEnglish: Advice {
        switch what {
        case .contradicts(let rule):
            .init(
                "matches requests that rule '\(rule)' matches too, but they have no zone or no window in common",
                "Such a request is always refused (policy_conflict): of all rules that match, the strictest terms hold.",
                "Let them name a zone and a window in common, or narrow one of them.")
        case .coveredBy(let rule):
            .init(
                "does nothing beside rule '\(rule)'",
                "That rule matches all that this one matches and asks for no less, so whoever reads this one is misled.",
                "Delete it, or say what it is to add.")
        case .deniedBy(let rule):
            .init(
                "allows nothing: deny rule '\(rule)' takes all of it",
                "One matching deny rule beats every allow rule, whatever the order.",
                "Delete it, or give the deny rule an exception (unless).")
        case .rolesCannot(let roles):
            .init(
                "allows nothing: \(list(roles)) may do none of these actions",
                "What a role lists under 'actions' is the most that it can do, whatever the rules say.",
                "Name actions that the role has, or widen the role.")
        case .nothingDoes(let action):
            .init(
                "names '\(action.rawValue)', which no console of the rule ever does",
                "Downloads, uploads and administration are what a console's 'actions' call so; a GET is a view.",
                "Say under 'actions' of the console which requests are one, or leave the action out.")
        case .neverStrikes:
            .init(
                "never strikes: its exceptions are all of its occasions",
                "It looks like a protection and is none.", "Narrow 'unless', or delete the rule.")
        case .everyPathAtTagged(let console, let tag):
            .init(
                "allows every path of console '\(console)', which is tagged \(tag)",
                "What is added to the console later is open at once to everybody of the rule.",
                "List the paths that are needed.")
        case .externalAtAnyTime(let roles):
            .init(
                "lets \(list(roles)) in at any hour",
                "People of other organisations are watched while they work; nobody watches at night.",
                "Name a window.")
        case .externalFromAnywhere(let roles):
            .init(
                "lets \(list(roles)) in from anywhere",
                "People of other organisations work from designated terminals in an isolated environment.",
                "Name a zone.")
        case .wildcardForExternal(let roles, let path, let console, let tag):
            .init(
                "lets \(list(roles)) to '\(path)' of console '\(console)', which is tagged \(tag)",
                "People of other organisations get exact paths alone; their role says 'wildcard_paths: true'.",
                "List the paths that were exported to them, and take 'wildcard_paths' away.")
        case .grantByOne(let roles, let console):
            .init(
                "lets one administrator give \(list(roles)) all of console '\(console)'",
                "Where nobody is named who approves export permissions, 'gwanmun grant add' takes one person's word.",
                "Name 'approvers' under 'approvals: export_permission', of the sponsor's side and of security.")
        case .neverGiven:
            .init(
                "is never given: no partner grant holds such a document, and nobody votes on it",
                "Whoever needs it is refused for ever.",
                "Name 'approvers', or ask for kinds and fields that grants hold.")
        case .path(let path, let trap): trap.advice(about: path)
        case .unlabelled:
            .init(
                "has no grade and so counts as classified",
                "Whoever reads it cannot tell whether that was decided or forgotten.",
                "Write 'grade'.")
        case .nothingToRaise:
            .init(
                "has a 'label_header' and counts as classified already",
                "What its answers say can only raise them, and there is no higher grade.",
                "Leave 'label_header' out, or give the console the grade of what it usually answers.")
        case .noRuleAllows:
            .init(
                "is reached by nobody: no rule allows anything there", "Nothing is allowed unless a rule says so.",
                "Write a rule for it, or delete it.")
        case .unknownPerson(let person):
            .init(
                "names '\(person)', who has no account here",
                "Somebody has to answer for it when it is asked about, and an exception for nobody helps nobody.",
                "Name somebody who is there.")
        case .unused:
            .init(
                "is defined and named nowhere", "What nobody names has no effect, and is taken for a protection.",
                "Name it where it was meant to hold, or delete it.")
        case .runsOut(let calendar): calendar.advice
        case .wholeInternet(let network):
            .init(
                "holds every address (\(network))", "A zone that is everywhere narrows nothing.",
                "List your networks; leave 'zones' out of a rule that is meant for everywhere.")
        }
    }

    private var inKorean: Advice {
        switch what {
        case .contradicts(let rule):
            .init(
                "규칙 '\(rule)'에도 해당하는 요청이 있지만 공통된 구역 또는 시간대가 없습니다",
                "해당하는 규칙 가운데 가장 엄격한 조건이 적용되므로 그런 요청은 항상 거부됩니다(policy_conflict).",
                "공통된 구역과 시간대를 적거나 둘 중 하나의 범위를 좁히세요.")
        case .coveredBy(let rule):
            .init(
                "규칙 '\(rule)'이 있어 아무 효과가 없습니다", "그 규칙이 같은 요청에 모두 해당하고 요구 조건도 덜하지 않으므로 읽는 사람을 오해하게 합니다.",
                "삭제하거나 무엇을 더하려는 규칙인지 적으세요.")
        case .deniedBy(let rule):
            .init(
                "거부 규칙 '\(rule)'에 모두 막혀 아무것도 허용하지 않습니다", "순서와 관계없이 거부 규칙 하나가 모든 허용 규칙보다 우선합니다.",
                "삭제하거나 거부 규칙에 예외(unless)를 두세요.")
        case .rolesCannot(let roles):
            .init(
                "아무것도 허용하지 않습니다: \(list(roles)) 역할은 이 행위를 할 수 없습니다",
                "역할의 'actions'는 규칙과 관계없이 그 역할이 할 수 있는 최대 범위입니다.", "역할이 할 수 있는 행위를 적거나 역할의 범위를 넓히세요.")
        case .nothingDoes(let action):
            .init(
                "'\(action.rawValue)' 행위를 적었지만 규칙의 어느 콘솔에도 그런 요청이 없습니다",
                "내려받기, 올리기, 관리는 콘솔의 'actions'에 적힌 요청만 해당하며 GET은 열람입니다.",
                "콘솔의 'actions'에 어떤 요청이 그 행위인지 적거나 규칙에서 빼세요.")
        case .neverStrikes:
            .init("예외가 모든 경우를 포함하여 한 번도 적용되지 않습니다", "보호하는 것처럼 보이지만 보호하지 않습니다.", "'unless'의 범위를 좁히거나 규칙을 삭제하세요.")
        case .everyPathAtTagged(let console, let tag):
            .init(
                "\(tag) 표시가 있는 콘솔 '\(console)'의 모든 경로를 허용합니다", "나중에 추가되는 내용도 규칙의 모든 사람에게 바로 열립니다.",
                "필요한 경로만 적으세요.")
        case .externalAtAnyTime(let roles):
            .init("\(list(roles)) 역할에 시간 제한이 없습니다", "외부인은 접속하는 동안 모니터링해야 하는데 야간에는 보는 사람이 없습니다.", "시간대(windows)를 적으세요.")
        case .externalFromAnywhere(let roles):
            .init("\(list(roles)) 역할에 접속 구역 제한이 없습니다", "외부인은 격리된 환경의 지정 단말기에서만 접속해야 합니다.", "구역(zones)을 적으세요.")
        case .wildcardForExternal(let roles, let path, let console, let tag):
            .init(
                "\(list(roles)) 역할에 \(tag) 표시가 있는 콘솔 '\(console)'의 '\(path)'을 허용합니다",
                "외부인에게는 정확한 경로만 허용해야 하는데 역할에 'wildcard_paths: true'가 있습니다.",
                "제공하기로 한 경로를 하나씩 적고 'wildcard_paths'를 빼세요.")
        case .grantByOne(let roles, let console):
            .init(
                "관리자 한 명이 \(list(roles)) 역할에 콘솔 '\(console)' 전체의 접근권한을 줄 수 있습니다",
                "수출승인의 승인자가 정해져 있지 않으면 'gwanmun grant add'는 한 사람의 결정으로 처리됩니다.",
                "'approvals: export_permission'의 'approvers'에 책임자 쪽과 보안 쪽을 적으세요.")
        case .neverGiven:
            .init(
                "줄 수 있는 방법이 없습니다. 이런 문서를 담는 접근권한이 없고 승인자도 없습니다", "필요한 사람이 계속 거부됩니다.",
                "'approvers'를 적거나 접근권한에 담기는 kinds와 fields만 요구하세요.")
        case .path(let path, let trap): trap.koreanAdvice(about: path)
        case .unlabelled:
            .init("보안등급이 없어 기밀로 취급됩니다", "정해서 그런 것인지 빠뜨린 것인지 알 수 없습니다.", "'grade'를 적으세요.")
        case .nothingToRaise:
            .init(
                "이미 기밀인데 'label_header'가 있습니다", "응답의 표시는 등급을 올리기만 하며 더 높은 등급은 없습니다.",
                "'label_header'를 빼거나 평소 응답에 맞는 등급을 적으세요.")
        case .noRuleAllows:
            .init("허용하는 규칙이 없어 아무도 접속할 수 없습니다", "규칙이 허용하지 않은 것은 모두 거부됩니다.", "규칙을 적거나 콘솔을 삭제하세요.")
        case .unknownPerson(let person):
            .init(
                "계정이 없는 사람 '\(person)'이 적혀 있습니다", "책임질 사람이 있어야 하며, 없는 사람에 대한 예외는 아무에게도 적용되지 않습니다.", "계정이 있는 사람을 적으세요.")
        case .unused:
            .init("정의되었지만 쓰이지 않습니다", "쓰이지 않는 정의는 효과가 없는데도 보호 수단으로 여겨집니다.", "적용하려던 곳에 적거나 삭제하세요.")
        case .runsOut(let calendar): calendar.koreanAdvice
        case .wholeInternet(let network):
            .init(
                "모든 주소(\(network))를 포함합니다", "어디에나 해당하는 구역은 아무것도 제한하지 않습니다.", "사용하는 네트워크를 적고, 제한이 없는 규칙에서는 'zones'를 빼세요."
            )
        }
    }

    private func list(_ roles: [RoleName]) -> String { roles.map(\.text).joined(separator: ", ") }
}

extension PathTrap {
    fileprivate func advice(about path: String) -> PolicyDoubt.Advice {
        switch self {
        case .endsInSlash:
            .init(
                "'\(path)' is that path alone, with the slash",
                "Neither the path without the slash nor what is below it matches.",
                "Write '\(path)**' for all of it, or leave the slash out.")
        case .denyWithoutSubtree:
            .init("denies '\(path)' and nothing below it", "A request for '\(path)/…' goes on.", "Write '\(path)/**'.")
        case .looksLikeExpression:
            .init(
                "'\(path)' looks like a pattern of another kind",
                "Only '*' for a whole segment and a last '**' are patterns; other signs stand for themselves.",
                "List the paths, or use '*'.")
        }
    }

    fileprivate func koreanAdvice(about path: String) -> PolicyDoubt.Advice {
        switch self {
        case .endsInSlash:
            .init(
                "경로 '\(path)': 끝에 빗금이 있는 그 경로 하나만 뜻합니다", "빗금이 없는 경로와 그 아래 경로는 해당하지 않습니다.",
                "모두 포함하려면 '\(path)**'로 적거나 빗금을 빼세요.")
        case .denyWithoutSubtree:
            .init("'\(path)'만 거부하고 그 아래는 거부하지 않습니다", "'\(path)/…' 요청은 통과합니다.", "'\(path)/**'로 적으세요.")
        case .looksLikeExpression:
            .init(
                "경로 '\(path)': 다른 종류의 패턴처럼 보입니다", "한 단계 전체를 뜻하는 '*'와 맨 끝의 '**'만 패턴이며 다른 기호는 그 글자 그대로입니다.",
                "경로를 하나씩 적거나 '*'를 쓰세요.")
        }
    }
}
