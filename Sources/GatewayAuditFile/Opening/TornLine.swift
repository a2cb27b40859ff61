internal import GatewayAudit
internal import Glibc

/// Takes the end of a segment that was never acknowledged out of it, and keeps it beside it for whoever wants to look.
struct TornLine {
    let folder: DiskFolder
    let segment: SegmentName

    func setAside(last count: Int) throws(FileFailure) {
        let length = try FileDescriptor(folder.file(segment.file), flags: O_RDONLY).length
        _ = try setAside(from: length - count)
    }

    /// Keeps first, cuts second, so that a second end of the process in between loses nothing.
    /// - Returns: bytes set aside.
    func setAside(from offset: Int) throws(FileFailure) -> Int {
        let source = try FileDescriptor(folder.file(segment.file), flags: O_RDWR)
        let kept = try FileDescriptor(folder.file(segment.tornFile), flags: O_WRONLY | O_CREAT | O_APPEND)
        try source.seek(to: offset)
        var moved = 0
        while true {
            let chunk = try source.read(upTo: RecordLine.limit)
            if chunk.isEmpty { break }
            try kept.write(chunk)
            moved += chunk.count
        }
        try kept.synchronize()
        try source.truncate(to: offset)
        try source.synchronize()
        try folder.synchronizeNames()
        return moved
    }
}
