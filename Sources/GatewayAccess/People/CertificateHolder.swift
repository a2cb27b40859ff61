public import GatewayIdentity
public import GatewayStore

/// To whom a verified certificate belongs now, and whether they may go on.
public enum CertificateHolder: Hashable, Sendable {
    case bound(Account)
    /// Nobody here: an application page and nothing else.
    case unbound
    /// The account is `nil` where the refusal concerns the certificate alone.
    case refused(Account?, Reason)
}
