public import GatewayCrypto
public import GatewayStore

/// Why a secret was neither sealed nor opened. Every case means no.
public enum VaultFailure: Error, Hashable, Sendable {
    /// The key-encryption key cannot be reached. The text is for operators.
    case keyUnavailable(String)
    /// The secret, its key or its place was altered, or its key was destroyed.
    case crypto(CryptoFailure)
    case store(StoreError)

    init(_ failure: KeyFailure) {
        switch failure {
        case .unavailable(let why): self = .keyUnavailable(why)
        case .crypto(let failure): self = .crypto(failure)
        }
    }

    /// For a `do` over calls that fail in different ways.
    init(wrapping error: any Error) {
        switch error {
        case let failure as VaultFailure: self = failure
        case let error as StoreError: self = .store(error)
        case let failure as CryptoFailure: self = .crypto(failure)
        case let failure as KeyFailure: self.init(failure)
        case let problem as KeyPlaceProblem: self = .keyUnavailable(problem.description)
        default: self = .keyUnavailable("\(error)")
        }
    }
}

extension VaultFailure: CustomStringConvertible {
    public var description: String {
        switch self {
        case .keyUnavailable(let why): "the key-encryption key is unavailable: \(why)"
        case .crypto(let failure): failure.description
        case .store(let error): error.description
        }
    }
}

/// Why the vault did not open, or a change of its keys was not made. The gateway does not serve without its vault.
public enum VaultProblem: Error, Hashable, Sendable {
    case place(KeyPlaceProblem)
    case store(StoreError)
    /// The key is there and does not fit, or rows were altered.
    case crypto(CryptoFailure)
    /// The store was made with a key-encryption key that is in none of the places.
    case missing(KeyEncryptionKeyID, found: [KeyEncryptionKeyID])
    /// No place of the kind is configured.
    case noPlace(KeyPlaceKind)
    /// Who takes a key into use does not destroy the one before it.
    case needsAnother(actor: String)

    init(_ failure: VaultFailure) {
        switch failure {
        case .keyUnavailable(let why): self = .place(KeyPlaceProblem(why, hint: "See the place of the keys."))
        case .crypto(let failure): self = .crypto(failure)
        case .store(let error): self = .store(error)
        }
    }

    init(wrapping error: any Error) {
        switch error {
        case let problem as VaultProblem: self = problem
        case let problem as KeyPlaceProblem: self = .place(problem)
        default: self.init(VaultFailure(wrapping: error))
        }
    }
}

extension VaultProblem: CustomStringConvertible {
    public var description: String {
        switch self {
        case .place(let problem): problem.description
        case .store(let error): error.description
        case .crypto(let failure): "the key does not open the store: \(failure)"
        case .missing(let id, let found):
            "the store was sealed with key \(id), and there \(Self.telling(found))"
        case .noPlace(let kind): "no \(kind.rawValue) for keys is configured"
        case .needsAnother(let actor):
            "\(actor) took the present key into use: another administrator has to destroy the one before it"
        }
    }

    private static func telling(_ found: [KeyEncryptionKeyID]) -> String {
        found.isEmpty
            ? "is none" : "\(found.count == 1 ? "is" : "are") \(found.map(\.description).joined(separator: ", "))"
    }
}
