/// Collects what is wrong while a load goes on, so that all of it is told at once. Belongs to one load.
final class ProblemLog {
    private(set) var problems: [SettingsProblem] = []

    func report(_ what: SettingsProblem.What, at position: SourcePosition) {
        problems.append(.init(what, at: position))
    }

    func report(_ problem: SettingsProblem) { problems.append(problem) }

    func throwIfAny() throws(SettingsProblems) {
        guard problems.isEmpty else { throw SettingsProblems(problems) }
    }
}
