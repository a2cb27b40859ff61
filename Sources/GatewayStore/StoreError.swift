/// Why the store did not do what it was asked. Every case means no: nothing was changed, nothing may be believed.
public enum StoreError: Error, Hashable, Sendable {
    /// The database cannot be reached or answered with an error of its own.
    case unavailable(String)
    /// More work is waiting than the store accepts, or a value changed under every retry.
    case busy
    /// The disk, or the quota of the database, is full.
    case full
    case readOnly
    case conflict(StoreConflict)
    case notFound(StoredThing)
    /// A stored value that this version cannot read.
    case unreadable(StoredThing, String)
}

/// What the store keeps, for messages.
public enum StoredThing: String, Hashable, Sendable {
    case account
    case accountRequest = "open request that you may decide"
    case service
    case specialListing = "entry in the list of special-purpose accounts"
    case certificateBinding = "certificate binding"
    case authenticator
    case totpDevice = "TOTP device"
    case hotpDevice = "HOTP token"
    case securityKey = "security key"
    case challenge
    case factorReset = "open request to reset factors that you may decide"
    case certificate
    case stockToken = "hardware token in stock"
    case attemptLedger = "attempt ledger"
    case session
    case sessionToken = "session token"
    case oneTimeCode = "one-time code"
    case lock
    case grant
    case measure = "measure that holds"
    case approval = "open request for an approval that you may decide, or approval that runs"
    case keyEncryptionKey = "key-encryption key"
    case dataKey = "data key"
    case accountKey = "account key"
    case sealedSecret = "sealed secret"
    case loginHistory = "login history"
    case contact
    case policyDraft = "open draft of a policy"
    case policyVersion = "version of the policy"
    case policyFiles = "files of a policy"
    case recordHold = "hold on records"
    case review = "review, or none that waits to be signed off with this sheet"
    case keptRight = "right that is kept"
    case report = "report in the register"
}

/// What would have been there twice. Says nothing about whose the other one is.
public enum StoreConflict: String, Hashable, Sendable {
    case accountExists = "an account of this name exists"
    case certificateBound = "the certificate is bound already"
    /// Two accounts claim one certificate, by serial number and by key: neither gets in until an administrator decides.
    case certificateAmbiguous = "the certificate is bound to more than one account"
    case accountState = "the account is in a state that does not lead there"
    case requestOpen = "a request of this kind is open for the account"
    /// What was taken since must not come back by an old request.
    case rolesChanged =
        "the account holds other roles by now than when this was asked for: turn the request down, and ask anew"
    /// For whomever: a credential is one person's.
    case credentialExists = "the credential is registered already"
    case tooManyKeys = "the account has as many security keys as it may"
    case tooManyDevices = "the account has as many apps and tokens as it may"
    case tokenExists = "a token of this serial number is in stock or given out"
    case resetOpen = "a request to reset the factors of this account is open"
    case tooManyReports = "the register has as many reports as it may: remove what is not needed any more"
    case reportExists = "this file is in the register already"
    case tooManyDrafts = "there are as many open drafts of the policy as there may be: drop some"
    case identifierExists = "an entry of this identifier exists"
    case keyInUse = "something depends on the key still, or it is the one in use: 'gwanmun keys list' shows what"
}

extension StoreError: CustomStringConvertible {
    /// For the operator's log; never shown to a client.
    public var description: String {
        switch self {
        case .unavailable(let detail): "the store is unavailable: \(detail)"
        case .busy: "the store has more work waiting than it accepts"
        case .full: "the store's disk is full: free space, nothing was changed"
        case .readOnly: "the store is read-only: check the permissions and the mount of its folder"
        case .conflict(let conflict): conflict.rawValue
        case .notFound(let thing): "no such \(thing.rawValue)"
        case .unreadable(let thing, let detail): "a stored \(thing.rawValue) cannot be read: \(detail)"
        }
    }
}
