import FoundationEssentials
import GatewayIdentity
import GatewaySettings
import Glibc

/// The folder that `policies` names, as a place to show what is in force.
struct PolicyFolder: Sendable {
    struct Problem: Error, CustomStringConvertible {
        let description: String
    }

    let path: String

    func read() throws(SettingsProblems) -> PolicyBundle { try PolicyReader.bundle(directory: path) }

    /// The same, for whoever puts a node together.
    func bundle() throws(NodeProblem) -> PolicyBundle {
        do throws(SettingsProblems) { return try read() } catch { throw NodeProblem(settings: error) }
    }

    /// Makes the folder hold these files and no other policy files. Each file is replaced whole; who reads in between may see some
    /// of the old beside some of the new.
    func write(_ bundle: PolicyBundle) throws(Problem) {
        if !bundle.tests.isEmpty { try makeFolder(path + "/tests") }
        for file in bundle.files { try replace(path + "/" + file.name, with: file.text) }
        let kept = Set(bundle.files.map(\.name))
        for name in try names(below: "") + names(below: PolicyBundle.testFolder) where !kept.contains(name) {
            guard unlink(path + "/" + name) == 0 else { throw problem(name, "cannot be removed") }
        }
    }

    /// The same for a folder that is empty or not there: whatever somebody keeps in one stays as it is.
    func fill(_ bundle: PolicyBundle) throws(Problem) {
        if FileManager.default.fileExists(atPath: path) {
            let isEmpty: Bool
            do {
                isEmpty = try FileManager.default.contentsOfDirectory(atPath: path).isEmpty
            } catch {
                throw problem(path, "cannot be read")
            }
            guard isEmpty else { throw Problem(description: "\(path): is not empty") }
        } else {
            try makeFolder(path)
        }
        try write(bundle)
    }

    private func names(below folder: String) throws(Problem) -> [String] {
        guard FileManager.default.fileExists(atPath: path + "/" + folder) else { return [] }
        do {
            let names = try FileManager.default.contentsOfDirectory(atPath: path + "/" + folder)
            return names.filter { $0.hasSuffix(".yaml") && !$0.hasPrefix(".") }.map { folder + $0 }
        } catch {
            throw problem(path + "/" + folder, "cannot be read")
        }
    }

    private func makeFolder(_ folder: String) throws(Problem) {
        guard mkdir(folder, 0o755) == 0 || errno == EEXIST else { throw problem(folder, "cannot be made") }
    }

    /// Beside it under a hidden name first, which no reader of policies takes for a part of one.
    private func replace(_ file: String, with text: String) throws(Problem) {
        let slash = file.lastIndex(of: "/") ?? file.startIndex
        let new = file[...slash] + "." + file[file.index(after: slash)...] + ".new"
        let descriptor = open(String(new), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC | O_NOFOLLOW, 0o644)
        guard descriptor >= 0 else { throw problem(file, "cannot be written") }
        defer { close(descriptor) }
        let bytes = Array(text.utf8)
        guard bytes.isEmpty || Glibc.write(descriptor, bytes, bytes.count) == bytes.count, fsync(descriptor) == 0,
            rename(String(new), file) == 0
        else { throw problem(file, "cannot be written") }
    }

    private func problem(_ file: String, _ what: String) -> Problem {
        Problem(description: "\(file): \(what): \(LastError.text)")
    }
}
