import GatewayIdentity
import GatewayPolicy

extension YAMLMapping {
    /// What a console says about where it stands, and on which terms. What cannot be read is left out, and the log knows of it.
    func hosting() -> ConsoleHosting {
        ConsoleHosting(
            provider: optional("provider").flatMap { $0.provider() },
            contract: optional("contract").flatMap { $0.contract() },
            doubleEncryption: optional("double_encryption").flatMap { $0.doubleEncryption() },
            protectionLevel: optional("protection_level").flatMap { $0.label("a protection level") },
            state: optional("state").flatMap { $0.choice(ConsoleHosting.State.self) } ?? .active)
    }
}

extension YAMLCursor {
    fileprivate func provider() -> ConsoleProvider? {
        guard let entry = mapping(.provider) else { return nil }
        let name = entry.required("name")?.label("the provider's name")
        let kind = entry.required("kind")?.choice(ConsoleProvider.Kind.self)
        let region = entry.optional("region").flatMap { $0.label("a region such as KR or KR-41") }
        let location = entry.optional("location").flatMap { $0.label("a place") }
        guard let name, let kind else { return nil }
        return ConsoleProvider(name: name, kind: kind, region: region, location: location)
    }

    fileprivate func contract() -> ConsoleContract? {
        guard let entry = mapping(.contract) else { return nil }
        if entry.optional("expires") == nil {
            entry.refuse("on_expiry", because: "a contract without 'expires' never ends")
        }
        return ConsoleContract(
            reference: entry.optional("ref").flatMap { $0.label("the contract's number") },
            dataOwner: entry.optional("data_owner").flatMap { $0.label("whose the information is") },
            lastDay: entry.optional("expires").flatMap { $0.date() },
            onExpiry: entry.optional("on_expiry").flatMap { $0.choice(ConsoleContract.OnExpiry.self) } ?? .deny,
            minimumTLS: entry.optional("min_tls").flatMap { $0.choice(ConsoleContract.TLSVersion.self) },
            minimumCipherBits: entry.optional("min_cipher_bits").flatMap { $0.integer(128...256) })
    }

    fileprivate func doubleEncryption() -> DoubleEncryption? {
        guard let entry = mapping(.doubleEncryption) else { return nil }
        let userKey = entry.required("user_key")?.label("the name of our key, such as pkcs11:fab-kek")
        let providerKey = entry.required("provider_key")?.label("the name of the provider's key")
        let verifiedOn = entry.required("verified_at")?.date()
        let verifier = entry.required("verifier")?.label("who verified it")
        guard let userKey, let providerKey, let verifiedOn, let verifier else { return nil }
        return DoubleEncryption(
            userKey: userKey, providerKey: providerKey, verifiedOn: verifiedOn, verifier: verifier)
    }

    /// One line of at most 128 bytes, for people and records.
    fileprivate func label(_ expected: String) -> String? {
        guard let text = text(expected) else { return nil }
        guard text.utf8.count <= 128,
            !text.unicodeScalars.contains(where: { $0.properties.generalCategory == .control })
        else {
            report(.badValue(String(text.prefix(32)), expected: "\(expected): one line of at most 128 bytes"))
            return nil
        }
        return text
    }
}
