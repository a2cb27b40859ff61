import GatewayIdentity

/// What the doctor says, in both languages. People read their own; JSON has the English one, which machines compare.
struct FindingText: Hashable, Sendable, Encodable {
    let korean: String
    let english: String

    init(_ korean: String, _ english: String) {
        self.korean = korean
        self.english = english
    }

    subscript(language: Language) -> String {
        switch language {
        case .korean: korean
        case .english: english
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(english)
    }
}

/// What several checks say.
extension FindingText {
    static let clock = Self("시스템 시각", "clock")
    static let notThere = Self("아직 없습니다", "is not there yet")
    static let madeAtStart = Self("처음 시작할 때 만들어집니다.", "The first start makes it.")
    static let runAsService = Self(
        "서비스 사용자나 root로 doctor를 실행하십시오.", "Run the doctor as the service's user, or as root.")

    /// Who may change a file is more than it should be.
    static func changeable(_ status: FileStatus) -> Self {
        .init("권한 \(status.octal): 다른 사용자가 바꿀 수 있습니다", "mode \(status.octal); others may change it")
    }

    /// A command, as it is typed.
    static func run(_ command: String) -> Self { .init("다음을 실행하십시오: \(command)", command) }

    static func console(_ id: some CustomStringConvertible) -> Self { .init("콘솔 \(id)", "console \(id)") }
}
