public import GatewayCrypto

/// Why a secret could not be had from its file, or a key not be put there. Holds no byte of the file.
public enum KeyFileProblem: Error, Hashable, Sendable {
    case cannotOpen(path: String, system: String)
    case cannotChange(path: String, system: String)
    case notAFile(path: String)
    /// Group or others may read or write it.
    case exposed(path: String, mode: String)
    /// It belongs to somebody who is neither the service nor root.
    case foreign(path: String, owner: UInt32, expected: UInt32)
    /// Others may put another file in its place.
    case folderExposed(path: String, mode: String)
    case malformed(path: String, line: Int, column: Int, expected: String)
    case exists(path: String)
    /// Another process is changing it.
    case locked(path: String)
    case full(path: String, limit: Int)
    /// The last key of a file stays.
    case last(path: String)
    case crypto(CryptoFailure)
}

extension KeyFileProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .cannotOpen(let path, let system): "\(path): cannot be opened: \(system)"
        case .cannotChange(let path, let system): "\(path): cannot be changed: \(system)"
        case .notAFile(let path): "\(path): is not a regular file"
        case .exposed(let path, let mode):
            "\(path): mode \(mode), expected 600: it holds a secret, and others may read or write it"
        case .foreign(let path, let owner, let expected):
            "\(path): belongs to user \(owner), expected the service (user \(expected)) or root"
        case .folderExposed(let path, let mode):
            "\(path): mode \(mode) of its folder, expected 700 or 755: others may put another file there"
        case .malformed(let path, let line, let column, let expected):
            "\(path):\(line):\(column): expected \(expected)"
        case .exists(let path): "\(path): the key file exists; a new one would shut the store for good"
        case .locked(let path): "\(path): another process is changing the key file"
        case .full(let path, let limit): "\(path): the key file has \(limit) keys, which is as many as it may have"
        case .last(let path): "\(path): the last key of a file stays in it"
        case .crypto(let failure): failure.description
        }
    }

    /// What to do about it.
    public var hint: String {
        switch self {
        case .cannotOpen: "'key_file' names it; 'gwanmun config new-key FILE' makes one for a new store."
        case .cannotChange:
            "As whoever may write there: 'gwanmun config new-key --add FILE' adds a key, 'gwanmun config remove-key FILE ID' takes one out. Then again."
        case .notAFile, .malformed: "A key file is what 'gwanmun config new-key FILE' wrote."
        case .exposed(let path, _):
            "chmod 600 \(path); if others could read it, go on to a new key: 'gwanmun keys rotate'."
        case .foreign(let path, _, let expected): "chown \(expected) \(path), if it is the right one."
        case .folderExposed: "chmod go-w its folder."
        case .exists: "The node uses the key that is there; '--add' puts a further one behind it."
        case .locked: "Try again in a moment."
        case .full: "Destroy those of which 'gwanmun keys list' says that they wrap nothing."
        case .last: "To leave the file for a token, take 'key_file' out of the configuration and shred the file."
        case .crypto: "The key was not used."
        }
    }
}

extension KeyPlaceProblem {
    init(_ problem: KeyFileProblem) { self.init(problem.description, hint: problem.hint) }
}
