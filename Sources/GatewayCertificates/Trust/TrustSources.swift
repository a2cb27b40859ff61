internal import Glibc

/// Where the trust of a listener comes from: each path is a file, or a folder of files, PEM or DER.
public struct TrustSources: Hashable, Sendable {
    /// Self-signed authorities that a chain must end in. Nothing else is trusted, the system's store least of all.
    public var anchors: [String]
    /// Authorities between leaf and anchor, for clients that do not send them.
    public var intermediates: [String]
    public var revocationLists: [String]

    public init(anchors: [String], intermediates: [String] = [], revocationLists: [String]) {
        self.anchors = anchors
        self.intermediates = intermediates
        self.revocationLists = revocationLists
    }

    /// What a watcher compares to see that something was written: no file is read for it.
    public struct Stamp: Hashable, Sendable {
        fileprivate struct File: Hashable {
            let path: String
            let device: UInt
            let node: UInt
            let size: Int
            let seconds: Int
            let nanoseconds: Int
        }

        fileprivate let files: [File]
        fileprivate let missing: [String]
    }

    /// The present state of the files; a file that is gone or cannot be reached makes a difference too.
    public func stamp() -> Stamp {
        var files: [Stamp.File] = []
        var missing: [String] = []
        for path in anchors + intermediates + revocationLists {
            do throws(FileProblem) {
                for file in try FileListing.files(at: path) {
                    var status = stat()
                    guard stat(file, &status) == 0 else {
                        missing.append(file)
                        continue
                    }
                    files.append(
                        .init(
                            path: file, device: status.st_dev, node: status.st_ino, size: status.st_size,
                            seconds: status.st_mtim.tv_sec,
                            nanoseconds: status.st_mtim.tv_nsec))
                }
            } catch {
                missing.append(error.file)
            }
        }
        return Stamp(files: files, missing: missing)
    }
}
