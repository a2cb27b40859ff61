import ArgumentParser

struct MakeTrailCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "make-trail", abstract: "Writes a trail of many records, to measure what reads trails.",
        discussion:
            "About 0.9 KiB a record: ten million take 9 GiB. Example: gwanmun-bench make-trail /var/tmp/trail --records 10000000"
    )

    @Argument(help: "The folder; made when it is not there, written over when it is.")
    var folder: String
    @Option(help: "How many records, give or take one request.")
    var records = 10_000_000

    func validate() throws {
        guard records > 0 else { throw ValidationError("--records must be positive") }
    }

    func run() throws { try SampleTrail(directory: folder, records: records).write() }
}
