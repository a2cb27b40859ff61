public import GatewayIdentity
internal import GatewaySessions
public import GatewayStore

/// What a binding goes by: never a name inside the certificate.
public enum BindingMode: String, CaseIterable, Sendable {
    /// Any certificate over this key: a renewal over the same key needs no new binding.
    case publicKey = "key"
    /// This certificate and no other.
    case issuerAndSerial = "serial"
}

extension Administration {
    /// Binds a certificate to one account. One certificate, one account: by serial or by key, whichever way it is
    /// bound already.
    ///
    /// - Parameter device: the designated terminal that keeps the key; `nil`: none in particular.
    public func bind(
        _ certificate: ClientCertificate, by mode: BindingMode = .publicKey, to name: AccountName,
        on device: DeviceID? = nil,
        _ mandate: Mandate
    ) async throws(AdministrationProblem) -> CertificateBinding {
        let reference: CertificateReference =
            switch mode {
            case .publicKey: .publicKey(certificate.publicKey)
            case .issuerAndSerial: .issuerAndSerial(issuer: certificate.issuer, serial: certificate.serial)
            }
        var details = ["fingerprint": certificate.fingerprint.hex, "binding": reference.text]
        details["device"] = device?.text
        try await requireNoOwnMeasure(about: name, before: .certificateBound, mandate)
        return try await carryOut(.certificateBound, mandate, on: name, details: details) {
            () throws(AdministrationProblem) in
            _ = try require(name)
        } _: { now in
            // Under the lock of changes: nobody binds the other reference of the same certificate in between. The
            // database refuses the same reference twice.
            if let owner = try await core.ports.store.owner(of: certificate), owner.name != name {
                throw StoreError.conflict(.certificateBound)
            }
            let hadOne = core.directory.value.bindings[name]?.isEmpty == false
            let binding = CertificateBinding(account: name, reference: reference, boundAt: now, device: device)
            try await core.ports.store.bind(binding)
            try await core.ports.store.note(KnownCertificate(certificate, of: name))
            try await refresh(name)
            // Whoever binds a certificate of their own can be this person wherever a certificate is enough.
            if hadOne {
                core.warn(
                    .certificateBound, .high, about: name, from: nil, requestID: mandate.requestID, at: now, owner: true
                )
            }
            return binding
        }
    }

    /// Takes a binding away. The person's sessions end: a session does not tell by which reference its certificate
    /// was found.
    public func unbind(_ reference: CertificateReference, from name: AccountName, _ mandate: Mandate)
        async throws(AdministrationProblem)
    {
        try await carryOut(.certificateUnbound, mandate, on: name, details: ["binding": reference.text]) {
            () throws(AdministrationProblem) in
            guard core.directory.value.bindings[name]?.contains(where: { $0.reference == reference }) == true else {
                throw .notFound(.certificateBinding)
            }
        } _: { now in
            try await core.ports.store.unbind(reference, from: name)
            try await refresh(name)
            try await end(core.registry.sessions(of: name), .revoked, mandate, at: now)
        }
    }
}

extension CertificateReference {
    /// `key:64 hex digits`, or `serial:HEX issuer:RFC 4514`.
    public var text: String {
        switch self {
        case .publicKey(let digest): "key:\(digest)"
        case .issuerAndSerial(let issuer, let serial): "serial:\(serial) issuer:\(issuer)"
        }
    }

    public init?(text: String) {
        if text.hasPrefix("key:") {
            guard let digest = SHA256Digest(hex: String(text.dropFirst(4))) else { return nil }
            self = .publicKey(digest)
            return
        }
        guard text.hasPrefix("serial:"), let gap = text.firstRange(of: " issuer:") else { return nil }
        let serial = text[text.index(text.startIndex, offsetBy: 7)..<gap.lowerBound]
        self = .issuerAndSerial(issuer: String(text[gap.upperBound...]), serial: String(serial))
    }
}
