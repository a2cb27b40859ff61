internal import Glibc

/// The folder that holds the segments, the head and what was set aside. Mode 0700.
struct DiskFolder: TrailFolder {
    let path: String

    /// - Parameter isMade: whether to make it when it is not there.
    init(_ path: String, isMade: Bool) throws(FileFailure) {
        self.path = path
        if isMade, mkdir(path, 0o700) != 0, errno != EEXIST { throw .last(.makeFolder, path) }
    }

    func file(_ name: String) -> String { path + "/" + name }

    func names() throws(FileFailure) -> [String] {
        guard let folder = opendir(path) else { throw .last(.list, path) }
        defer { closedir(folder) }
        var names: [String] = []
        errno = 0
        while let entry = readdir(folder) {
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
        guard errno == 0 else { throw .last(.list, path) }
        return names.filter { $0 != "." && $0 != ".." }.sorted()
    }

    func segments() throws(FileFailure) -> [SegmentName] {
        // One that is just being packed is there in both forms for a moment.
        Set(try names().compactMap(SegmentName.init(file:))).sorted()
    }

    func open(_ segment: SegmentName, isNew: Bool) throws(FileFailure) -> any AppendOnlyFile {
        let opened = try DiskFile(file(segment.file), isNew: isNew)
        if isNew { try synchronizeNames() }
        return opened
    }

    /// Makes the names of new and moved files last.
    func synchronizeNames() throws(FileFailure) {
        try FileDescriptor(path, flags: O_RDONLY | O_DIRECTORY).synchronize()
    }

    func remove(_ name: String) throws(FileFailure) {
        guard unlink(file(name)) == 0 || errno == ENOENT else { throw .last(.remove, file(name)) }
    }

    func rename(_ name: String, to other: String) throws(FileFailure) {
        guard Glibc.rename(file(name), file(other)) == 0 else { throw .last(.rename, file(name)) }
    }

    func holds(_ name: String) -> Bool { access(file(name), F_OK) == 0 }

    /// Puts a small file in the place of another, whole or not at all. Its name is on the disk once names are synchronised.
    func replace(_ name: String, with content: [UInt8]) throws(FileFailure) {
        let unfinished = name + ".tmp"
        try remove(unfinished)
        let descriptor = try FileDescriptor(file(unfinished), flags: O_WRONLY | O_CREAT | O_EXCL)
        try descriptor.write(content)
        try descriptor.synchronize()
        try rename(unfinished, to: name)
    }

    /// Reads a small file whole; one that is larger than `limit` is refused: nobody wrote it here.
    func content(of name: String, limit: Int = 1 << 20) throws(FileFailure) -> [UInt8] {
        let descriptor = try FileDescriptor(file(name), flags: O_RDONLY)
        var content: [UInt8] = []
        while true {
            let chunk = try descriptor.read(upTo: 4096)
            if chunk.isEmpty { return content }
            content += chunk
            guard content.count <= limit else { throw FileFailure(.read, file(name), code: EFBIG) }
        }
    }
}
