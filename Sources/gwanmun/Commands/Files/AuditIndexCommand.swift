import ArgumentParser
import GatewayAudit
import GatewayAuditFile
import GatewayAuditIndex
import GatewaySettings

/// `gwanmun audit index …`: what searches are fast by. It is made of the records, and never needed.
struct AuditIndexCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "index", abstract: "The index beside the records.", subcommands: [AuditIndexRebuildCommand.self])
}

struct AuditIndexRebuildCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild", abstract: "Throw the index away and make it anew from the records.",
        discussion: """
            Does not touch the records. While a node runs, the node makes it anew; searches read the records themselves meanwhile.
            Example: gwanmun audit index rebuild /var/lib/gwanmun/audit
            """)

    @Argument(help: .init("The folder of the segments; the configuration's otherwise.", valueName: "dir"))
    var folder: String?
    @Option(help: .init("The configuration that names the folder.", valueName: "file"))
    var config: String?

    func run() async throws {
        try await CommandFailure.reporting {
            let folder =
                try self.folder ?? NodeMaterial.readConfiguration(config ?? NodeOptions.usualConfiguration).places.audit
            let last = try TrailHead.last(in: folder)
            do throws(IndexFailure) {
                let indexer = TrailIndexer(in: folder)
                guard let known = try indexer.startAnew() else {
                    try TrailIndexer.discard(in: folder)
                    return Terminal.print(
                        worded(
                            "노드가 색인을 새로 만들고 있습니다.", "The node makes the index anew from here on."))
                }
                try rebuild(folder, indexer, after: known, through: last)
            } catch {
                throw CommandFailure("\(folder): \(error)", hint: "The records are not touched by this.")
            }
            Terminal.print(worded("색인을 만들었습니다: 기록 \(last)건까지", "The index is made: up to record \(last)."))
        }
    }

    private func rebuild(_ folder: String, _ indexer: TrailIndexer, after known: UInt64, through last: UInt64)
        throws(IndexFailure)
    {
        var cursor = TrailCursor(directory: folder, after: known)
        var progress = ReplayProgress()
        defer { progress.end() }
        while cursor.position < last {
            do throws(TrailCursor.Failure) {
                let batch = try cursor.next(through: last)
                guard case .next = indexer.take(batch) else {
                    throw TrailCursor.Failure.file(.init(.write, folder, code: 5))
                }
                for _ in 0..<batch.count { progress.tick() }
            } catch {
                if case .gone(_, let next?) = error {
                    cursor.move(after: next - 1)
                    continue
                }
                throw IndexFailure.unavailable("\(error)")
            }
        }
        try indexer.settle()
    }
}
