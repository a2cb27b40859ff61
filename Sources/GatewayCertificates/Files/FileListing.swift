internal import Glibc

/// The certificate and list files that a configured path stands for.
enum FileListing {
    /// In a folder only these are read, so that a README does no harm. A file that is named itself may be called anything.
    private static let extensions: Set<Substring> = ["pem", "crt", "cer", "der", "crl"]

    /// - Returns: the file itself, or the certificate and list files right inside a folder, sorted by name; hidden files, under which
    ///   tools keep what they have not finished writing, are left out.
    static func files(at path: String) throws(FileProblem) -> [String] {
        var status = stat()
        guard stat(path, &status) == 0 else { throw .system(path, "cannot open") }
        guard status.st_mode & S_IFMT == S_IFDIR else { return [path] }
        return try names(inside: path).filter(isRead).sorted().map { path.hasSuffix("/") ? path + $0 : path + "/" + $0 }
    }

    private static func isRead(_ name: String) -> Bool {
        guard !name.hasPrefix("."), let dot = name.lastIndex(of: ".") else { return false }
        return extensions.contains(name[name.index(after: dot)...])
    }

    private static func names(inside folder: String) throws(FileProblem) -> [String] {
        guard let stream = opendir(folder) else { throw .system(folder, "cannot open") }
        defer { closedir(stream) }
        var names: [String] = []
        while true {
            errno = 0
            guard let entry = readdir(stream) else {
                guard errno == 0 else { throw .system(folder, "cannot list") }
                return names
            }
            names.append(
                withUnsafeBytes(of: &entry.pointee.d_name) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) })
        }
    }
}
