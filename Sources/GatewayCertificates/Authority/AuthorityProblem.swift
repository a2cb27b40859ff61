public import GatewayIdentity

/// Why the private CA did not do what it was asked to.
public enum AuthorityProblem: Error, Hashable, Sendable, CustomStringConvertible {
    case file(FileProblem)
    /// There is a CA in the folder already.
    case exists(folder: String)
    /// The request cannot be met as it stands.
    case badRequest(String)
    case unknownSerial(String)
    case alreadyRevoked(serial: String, at: UnixTime)
    case crypto(String)

    public var description: String {
        switch self {
        case .file(let problem): problem.description
        case .exists(let folder): "\(folder): there is a CA already; it is left as it is"
        case .badRequest(let what): what
        case .unknownSerial(let serial): "no certificate with serial number \(serial) was issued here"
        case .alreadyRevoked(let serial, let time): "\(serial) was revoked at \(RFC3339.string(time))"
        case .crypto(let what): what
        }
    }

    /// Runs work over files and OpenSSL, and says its failures in the terms of the CA.
    static func naming<R>(_ work: () throws -> R) throws(AuthorityProblem) -> R {
        do {
            return try work()
        } catch let problem as AuthorityProblem {
            throw problem
        } catch let problem as FileProblem {
            throw .file(problem)
        } catch {
            throw .crypto("\(error)")
        }
    }
}
