import GatewayAuditFile
import GatewayIdentity
import GatewaySettings
import GatewayStore
import GatewayVault
import Glibc

/// Why a node whose configuration is sound does not start: a line for the operator, and what to do about it.
struct StartProblem: Error, Hashable {
    let line: String
    let hint: String

    static let otherSuccessor = StartProblem(
        line: "another process waits to take over already",
        hint: "One at a time. 'ps' shows it; end it, or let it take over first.")
    static let notShared = StartProblem(
        line: "taking over needs a port that two processes may share",
        hint: "Set 'reuse_port: true' under 'listen', restart the node once with it, and take over from then on.")

    init(listeningOn place: ListenAddress, code: Int32) {
        line = "\(place): \(String(cString: strerror(code)).lowercased())"
        hint =
            switch code {
            case EADDRINUSE: "Another process listens there ('ss -ltnp' shows which). 'listen' names the port."
            case EACCES: "Ports below 1024 need CAP_NET_BIND_SERVICE; or choose another port under 'listen'."
            default: "This machine must have the address that 'listen' in the configuration names."
            }
    }

    /// - Returns: `nil` for errors that do not come from opening what a node needs.
    init?(opening error: any Error) {
        switch error {
        case let problem as StartProblem: self = problem
        case let failure as AuditTrail.OpenFailure: self.init(failure)
        case let problem as KeyFileProblem: self.init(line: problem.description, hint: problem.hint)
        case let error as StoreError: self.init(error)
        case let problem as VaultProblem: self.init(problem)
        case let problem as KeyPlaceProblem: self.init(line: problem.description, hint: problem.hint)
        case let problem as PrivateFile.Problem:
            self.init(line: problem.description, hint: "It is this node's own secret: this user's alone, 0600.")
        default: return nil
        }
    }

    private init(line: String, hint: String) {
        self.line = line
        self.hint = hint
    }

    private init(_ failure: AuditTrail.OpenFailure) {
        switch failure {
        case .inUse(let folder):
            self.init(
                line: "the audit trail in \(folder) is in use by another process",
                hint: "One node writes to one trail. Is this node running already? 'gwanmun status' asks it.")
        case .file(let failure):
            self.init(
                line: "the audit trail cannot be opened: \(failure)",
                hint: "The folder that 'audit' in the configuration names must be this user's, and have space.")
        case .broken(let chainBreak):
            self.init(
                line: "the audit trail is broken: \(chainBreak)",
                hint: "Keep the files as they are. docs/audit-trail.md, 'When it breaks', says how to go on.")
        case .noThread:
            self.init(
                line: "the audit trail has no thread to write with",
                hint: "The system refused one: see the limits of processes and memory for this user.")
        }
    }

    private init(_ error: StoreError) {
        self.init(
            line: error.description,
            hint: "'store' in the configuration names the file (0600); it and its folder must be this user's.")
    }

    private init(_ problem: VaultProblem) {
        switch problem {
        case .store(let error): self.init(error)
        case .place(let place): self.init(line: place.description, hint: place.hint)
        case .crypto, .missing:
            self.init(
                line: problem.description,
                hint: "'key_file' must have the keys that this store was made with; restore it from its copy.")
        case .noPlace, .needsAnother:
            self.init(line: problem.description, hint: "See 'keys' in docs/configuration.md.")
        }
    }
}
