/// Why a file cannot serve as a database of countries.
public struct CountryFileProblem: Error, Hashable, Sendable, CustomStringConvertible {
    public enum What: Hashable, Sendable {
        /// `errno` of the system.
        case unreadable(code: CInt, String)
        case tooLarge(limit: Int)
        /// In the words of libmaxminddb.
        case notADatabase(String)
    }

    public let path: String
    public let what: What

    init(_ path: String, _ what: What) {
        self.path = path
        self.what = what
    }

    public var description: String {
        switch what {
        case .unreadable(_, let why): "\(path): cannot be read: \(why)"
        case .tooLarge(let limit): "\(path): is larger than \(limit >> 20) MiB"
        case .notADatabase(let why): "\(path): is no database of countries (MaxMind DB): \(why)"
        }
    }
}
