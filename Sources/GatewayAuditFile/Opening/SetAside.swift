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

    /// The number in the name of such a folder; `nil` for any other name.
    static func number(of name: String) -> Int? {
        guard name.hasPrefix(prefix), let number = Int(name.dropFirst(prefix.count)), number > 0,
            name == "\(prefix)\(number)"
        else { return nil }
        return number
    }

    /// The one that was made last.
    func newest() throws(FileFailure) -> String? {
        try folder.names().compactMap(Self.number).max().map { "\(Self.prefix)\($0)" }
    }

    /// Its checkpoints go with it, and how far they were sent. Keys stay: they sign on.
    private func isOfTheTrail(_ name: String) -> Bool {
        name == HeadFile.name || Self.suffixes.contains { name.hasSuffix($0) }
            || name == CheckpointFile.name || name.hasSuffix(CheckpointPosition.suffix)
    }

    private func makeFolder(besides names: [String]) throws(FileFailure) -> String {
        let number = names.compactMap(Self.number).max() ?? 0
        let target = folder.file("\(Self.prefix)\(number + 1)")
        guard mkdir(target, 0o700) == 0 else { throw .last(.makeFolder, target) }
        return target
    }
}
