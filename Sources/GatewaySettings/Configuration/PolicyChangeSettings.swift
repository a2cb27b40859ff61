/// Who has the last word about the policy at this site, and how it is changed.
public struct PolicyChangeSettings: Hashable, Sendable {
    public enum Mode: String, CaseIterable, Sendable {
        /// What stands in the folder, as soon as it is sound.
        case files
        /// The same, with the signatures of those who may.
        case signedFiles = "signed_files"
        /// What one person wrote and another approved, at the desk. The folder only shows it.
        case twoPeople = "two_people"
    }

    public static let longestEmergency = Duration.seconds(24 * 3600)
    public static let longestApproval = Duration.seconds(366 * 86400)

    public var mode: Mode
    /// Certificates or public keys, PEM, of those whose signatures count. With `signedFiles`.
    public var signers: [String]
    /// How many different ones must have signed.
    public var signatures: Int
    /// How long one person's emergency change may last. With `twoPeople`.
    public var emergency: Duration
    /// How long an approved draft may wait to be taken into use. With `twoPeople`.
    public var approvalLife: Duration

    public init(
        mode: Mode = .files, signers: [String] = [], signatures: Int = 1, emergency: Duration = .seconds(4 * 3600),
        approvalLife: Duration = .seconds(30 * 86400)
    ) {
        self.mode = mode
        self.signers = signers
        self.signatures = signatures
        self.emergency = emergency
        self.approvalLife = approvalLife
    }
}

/// `policy_changes`, and the keys that go with its values.
extension ConfigurationSections {
    func policyChanges(_ document: YAMLMapping) -> PolicyChangeSettings? {
        guard let cursor = document.optional("policy_changes") else {
            refuse(["policy_signers", "policy_signatures"], "signed_files", document)
            refuse(Self.keysOfTwoPeople, "two_people", document)
            return PolicyChangeSettings()
        }
        guard let mode = cursor.choice(PolicyChangeSettings.Mode.self) else { return nil }
        if mode != .signedFiles { refuse(["policy_signers", "policy_signatures"], "signed_files", document) }
        if mode != .twoPeople { refuse(Self.keysOfTwoPeople, "two_people", document) }
        switch mode {
        case .files: return PolicyChangeSettings()
        case .signedFiles: return signedFiles(document)
        case .twoPeople: return twoPeople(document)
        }
    }

    private static let keysOfTwoPeople = ["policy_emergency", "policy_approval_life"]

    private func twoPeople(_ document: YAMLMapping) -> PolicyChangeSettings? {
        let usual = PolicyChangeSettings()
        let emergency =
            document.optional("policy_emergency").map {
                $0.duration(from: .seconds(3600), upTo: PolicyChangeSettings.longestEmergency)
            } ?? usual.emergency
        let life =
            document.optional("policy_approval_life").map {
                $0.duration(from: .seconds(3600), upTo: PolicyChangeSettings.longestApproval)
            } ?? usual.approvalLife
        guard let emergency, let life else { return nil }
        return PolicyChangeSettings(mode: .twoPeople, emergency: emergency, approvalLife: life)
    }

    private func signedFiles(_ document: YAMLMapping) -> PolicyChangeSettings? {
        guard let cursor = document.required("policy_signers"),
            let signers = cursor.list(of: "certificates or public keys, PEM", { path($0) })
        else { return nil }
        guard !signers.isEmpty else {
            cursor.report(.wrongShape(expected: "at least one certificate or public key, PEM"))
            return nil
        }
        let count = document.optional("policy_signatures").map { $0.integer(1...signers.count) } ?? 1
        return count.map { PolicyChangeSettings(mode: .signedFiles, signers: signers, signatures: $0) }
    }

    private func refuse(_ keys: [String], _ mode: String, _ document: YAMLMapping) {
        for key in keys { document.refuse(key, because: "it goes with 'policy_changes: \(mode)'") }
    }
}
