public import GatewayCrypto

/// What opens an encrypted key container: agreed with the maker of the tokens, and sent another way than the file.
public enum PSKCKey: Sendable {
    /// 16, 24 or 32 bytes (RFC 6030 section 6.1).
    case preShared(SecretBytes)
    /// RFC 6030 section 6.2: the key comes from it by PBKDF2.
    case password(SecretBytes)
}
