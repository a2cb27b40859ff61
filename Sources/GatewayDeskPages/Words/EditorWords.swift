import GatewayIdentity

/// The editor of a policy's files: its labels, and what its script says.
enum EditorWords {
    static let name = Words("파일 이름", "File name")
    static let nameHint = Words(
        "roles.yaml 또는 tests/roles.yaml 형식입니다. 바꾸면 파일 이름이 바뀝니다.",
        "Such as roles.yaml or tests/roles.yaml. Another name renames the file.")
    static let text = Words("내용", "Text")
    static let textHint = Words(
        "YAML입니다. 내용을 모두 지우고 저장하면 파일이 빠집니다. Tab 키는 다음 항목으로 이동합니다.",
        "YAML. A file saved without text is taken out. The Tab key leads to the next field.")
    static let textTooLong = Words(
        "이 페이지에서 다룰 수 있는 파일은 512KiB까지입니다. 더 큰 파일은 gwanmun policy propose로 제안해 주세요.",
        "This page takes files of up to 512 KiB: use 'gwanmun policy propose' for larger ones.")
    static let badName = Words(
        "roles.yaml 또는 tests/roles.yaml 형식의 이름이어야 합니다.", "Expected a name such as roles.yaml or tests/roles.yaml.")
    static let nameTaken = Words("같은 이름의 파일이 있습니다.", "There is a file of this name.")
    static let lastFile = Words("정책에는 파일이 하나 이상 있어야 합니다.", "A policy has at least one file.")
    static let newTab = Words("새 파일", "New file")
    /// What a file that is new says at first.
    static let newFile = "version: 1\n"

    static let examine = Words("저장하지 않고 검사", "Examine without saving")
    static let findings = Words("검사 결과", "Findings")
    static let busy = Words(
        "다른 검사가 진행 중입니다. 잠시 후 다시 시도해 주세요.", "Another examination is under way. Try again in a moment.")
    static let clean = Words("오류가 없습니다.", "No errors.")
    static func summary(_ errors: Int, _ doubts: Int, _ changes: Int) -> Words {
        Words(
            "오류 \(errors)건, 주의 \(doubts)건, 변경되는 항목 \(changes)건",
            "\(errors) errors, \(doubts) warnings, \(changes) things change")
    }

    /// For the script.
    struct Texts: Sendable {
        let line: String
        let checking: String
        let unchecked: String
        let signedOut: String
        let large: String
    }

    static func texts(in language: Language) -> Texts {
        Texts(
            line: Words("행", "line")[language],
            checking: Words("검사하는 중입니다.", "Examining.")[language],
            unchecked: Words(
                "지금은 검사할 수 없습니다. 입력을 계속하면 다시 시도합니다.", "Not examined just now; it is tried again as you type.")[
                    language],
            signedOut: Words(
                "세션이 끝났습니다. 저장하면 다시 인증한 뒤 입력한 내용으로 돌아옵니다.",
                "Your session has ended. When you save you sign in again, and come back to what you typed.")[language],
            large: textTooLong[language])
    }
}
