internal import Glibc

/// Moves a broken trail, as it is, into a folder of its own inside the trail's folder: `broken-1`, `broken-2`...
struct SetAside {
    let folder: DiskFolder

    private static let suffixes = [".jsonl", ".jsonl.gz", ".jsonl.torn", ".jsonl.deleted"]

    func move() throws(FileFailure) {
        let names = try folder.names()
        let target = try makeFolder(besides: names)
        for name in names where name == HeadFile.name || Self.suffixes.contains(where: { name.hasSuffix($0) }) {
            guard rename(folder.file(name), target + "/" + name) == 0 else { throw .last(.rename, folder.file(name)) }
        }
        try DiskFolder(target, isMade: false).synchronizeNames()
        try folder.synchronizeNames()
    }

    private func makeFolder(besides names: [String]) throws(FileFailure) -> String {
        var number = 1
        while names.contains("broken-\(number)") { number += 1 }
        let target = folder.file("broken-\(number)")
        guard mkdir(target, 0o700) == 0 else { throw .last(.makeFolder, target) }
        return target
    }
}
