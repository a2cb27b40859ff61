import GatewaySettings

/// Why a node cannot be put together: lines for the operator, and what to do about it.
struct NodeProblem: Error {
    let lines: [String]
    let hint: String?

    init(_ lines: [String], hint: String? = nil) {
        self.lines = lines
        self.hint = hint
    }

    init(settings problems: SettingsProblems) {
        self.init(problems.all.map { "\($0)" }, hint: "Nothing was taken into use.")
    }
}
