internal import Glibc

/// Moves a broken trail, as it is, into a folder of its own inside the trail's folder: `broken-1`, `broken-2`...
struct SetAside {
    /// What the names of such folders begin with.
    static let prefix = "broken-"

    let folder: DiskFolder

    private static let suffixes = [".jsonl", ".jsonl.gz", ".jsonl.torn", ".jsonl.deleted"]

    func move() throws(FileFailure) {
        let names = try folder.names()
        let target = try makeFolder(besides: names)
        for name in names where isOfTheTrail(name) {
            guard rename(folder.file(name), target + "/" + name) == 0 else { throw .last(.rename, folder.file(name)) }
        }
        try DiskFolder(target, isMade: false).synchronizeNames()
        try folder.synchronizeNames()
    }

    /// Its checkpoints go with it, and how far they were sent. Keys stay: they sign on.
    private func isOfTheTrail(_ name: String) -> Bool {
        name == HeadFile.name || Self.suffixes.contains { name.hasSuffix($0) }
            || name == CheckpointFile.name || name.hasSuffix(CheckpointPosition.suffix)
    }

    private func makeFolder(besides names: [String]) throws(FileFailure) -> String {
        var number = 1
        while names.contains("\(Self.prefix)\(number)") { number += 1 }
        let target = folder.file("\(Self.prefix)\(number)")
        guard mkdir(target, 0o700) == 0 else { throw .last(.makeFolder, target) }
        return target
    }
}
