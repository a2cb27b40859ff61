internal import GatewayCertificates
internal import GatewayFIDO2

/// The attestation statement formats that are taken (WebAuthn Level 2 section 8). `android-key`, `android-safetynet` and `apple` are not.
public enum AttestationFormat: String, CaseIterable, Sendable {
    case none
    case packed
    case fidoU2F = "fido-u2f"
    case tpm

    /// `nil` where there is nothing to verify.
    var checked: AttestationCheck.Format? {
        switch self {
        case .none: nil
        case .packed: .packed
        case .fidoU2F: .fidoU2F
        case .tpm: .tpm
        }
    }

    /// What its certificates are judged by.
    var certified: AttestationAnchors.Format? {
        switch self {
        case .none: nil
        case .packed: .packed
        case .fidoU2F: .fidoU2F
        case .tpm: .tpm
        }
    }
}
