import ArgumentParser

@main
struct GwanmunBench: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "gwanmun-bench",
        abstract: "Measures the parts of the road of a request, one operation at a time.",
        discussion: """
            Time tells little on a machine that others share; instructions tell the same everywhere. `make bench-check` counts them \
            under callgrind and compares them with bench/instructions.json.
            """,
        subcommands: [
            CountCommand.self, TimeCommand.self, ListCommand.self, TrailCommand.self, MakeTrailCommand.self,
            SearchCommand.self,
        ], defaultSubcommand: TimeCommand.self)
}
