import GatewayTesting
import Glibc
import Testing

@testable import gwanmun

@Suite struct `Watched files` {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func write(_ name: String, _ text: String) throws -> String { try folder.write(Array(text.utf8), name) }

    private func changed(_ files: inout WatchedFiles) -> [WatchedFiles.Group] {
        var changed: [WatchedFiles.Group] = []
        for group in [.configuration, .material, .upstreams] as [WatchedFiles.Group] where files.take(group) {
            changed.append(group)
        }
        return changed
    }

    @Test func `have changed when one has, comes or goes, until they are noted`() throws {
        let (one, two) = (try write("one", "1"), folder.path + "/two")
        var files = WatchedFiles([.configuration: [one], .upstreams: [two]])
        #expect(!files.haveChanged)
        for change in [
            { _ = try write("one", "longer") }, { _ = try write("two", "here") }, { unlink(two) },
        ] as [() throws -> Void] {
            try change()
            #expect(files.haveChanged)
            files.noteAll()
            #expect(!files.haveChanged)
        }
    }

    @Test func `remember of each group whether it has changed since it was taken`() throws {
        let (one, two) = (try write("one", "1"), try write("two", "2"))
        var files = WatchedFiles([.configuration: [one], .upstreams: [two]])
        #expect(changed(&files) == [])
        _ = try write("two", "longer")
        files.noteAll()
        files.noteAll()
        #expect(changed(&files) == [.upstreams])
        #expect(changed(&files) == [])
    }

    @Test func `are others when others are named`() throws {
        let (one, two) = (try write("one", "1"), try write("two", "2"))
        var files = WatchedFiles([.upstreams: [one]])
        files.note([one], as: .upstreams)
        #expect(changed(&files) == [])
        files.note([one, two], as: .upstreams)
        #expect(changed(&files) == [.upstreams])
        #expect(!files.haveChanged)
    }
}
