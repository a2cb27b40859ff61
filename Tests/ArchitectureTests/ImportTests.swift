import Testing

@Suite struct `The module layout` {
    @Test func `knows every target, and no target that is gone`() throws {
        #expect(try Set(SourceTree.sources().map(\.target)) == Set(ImportTable.rows.keys))
    }

    @Test func `lets a file import only what its target may`() throws {
        for file in try SourceTree.sources() {
            let allowed = ImportTable.rows[file.target, default: []].union(["FoundationEssentials", "Swift"])
            for (line, module) in file.imports where !allowed.contains(module) {
                Issue.record("\(file.path):\(line): \(file.target) may not import \(module)")
            }
        }
    }

    @Test func `has a module without cycles`() {
        var settled: Set<String> = []
        var waiting = ImportTable.rows.mapValues { $0.intersection(ImportTable.rows.keys) }
        while let next = waiting.first(where: { settled.isSuperset(of: $0.value) })?.key {
            settled.insert(next)
            waiting[next] = nil
        }
        #expect(waiting.isEmpty, "these import each other in a circle")
    }

    @Test func `names the seven stages of a request in their order`() {
        for stage in ImportTable.stages {
            #expect(SourceTree.hasFolder("Sources/Gateway/" + stage), "Sources/Gateway/\(stage) is missing")
        }
    }
}
