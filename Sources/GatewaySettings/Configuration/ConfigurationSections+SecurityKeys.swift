import GatewayIdentity
import GatewayPolicy
import GatewayWebAuthn

/// The section `webauthn`.
extension ConfigurationSections {
    /// - Parameter site: `nil` when it could not be read, which was reported.
    func securityKeySettings(_ cursor: YAMLCursor?, _ site: SiteSettings?) -> SecurityKeySettings? {
        guard let cursor else { return SecurityKeySettings() }
        let keys = ["rp_id", "name", "origins", "attestation", "roots", "allow", "deny"]
        guard let entry = cursor.mapping("webauthn", keys: keys), let site else { return nil }
        let party = entry.optional("rp_id").map { relyingParty($0, site) } ?? site.gate
        let name = entry.optional("name").map { $0.text("a name") }
        guard let party, name != .some(nil) else { return nil }
        let origins = entry.optional("origins").map { $0.set(of: "origins") { origin($0, within: party) } } ?? []
        let attestation = attestation(entry)
        guard let origins, let attestation, let models = models(entry, attestation) else { return nil }
        return SecurityKeySettings(
            relyingParty: entry.optional("rp_id") == nil ? nil : party, name: name ?? nil, origins: origins,
            attestation: attestation, models: models)
    }

    /// WebAuthn Level 2 section 5.1.2: the RP ID is the host of the page or a registrable domain above it. Above the site's own domain others live.
    private func relyingParty(_ cursor: YAMLCursor, _ site: SiteSettings) -> HostName? {
        cursor.parsed("\(site.gate), or a domain above it that is \(site.domain) or below it") { text in
            HostName(text).flatMap { host in
                host == site.gate
                    || site.gate.isBelow(host) && !host.isSingleLabel
                        && (host == site.domain || host.isBelow(site.domain))
                    ? host : nil
            }
        }
    }

    /// As browsers write it: lower case, no path, no default port.
    private func origin(_ cursor: YAMLCursor, within party: HostName) -> String? {
        cursor.parsed("an origin such as https://\(party) or https://build.\(party):8443, of that host or below it") {
            text in
            guard text.hasPrefix("https://") else { return nil }
            let parts = text.dropFirst("https://".count).split(separator: ":", omittingEmptySubsequences: false)
            guard let name = parts.first, let host = HostName(name), host.text == name,
                host == party || host.isBelow(party)
            else { return nil }
            if parts.count == 1 { return text }
            guard parts.count == 2, let port = Spelling.decimal(String(parts[1])), (1...65535).contains(port),
                port != 443
            else { return nil }
            return text
        }
    }

    private enum Demand: String, CaseIterable {
        case none, preferred, required
    }

    private func attestation(_ entry: YAMLMapping) -> SecurityKeySettings.Attestation? {
        let demand = entry.optional("attestation").map { $0.choice(Demand.self) } ?? Demand.none
        guard let demand else { return nil }
        if demand == .none {
            entry.refuse("roots", because: "without 'attestation' no authenticator says who vouches for it")
            return SecurityKeySettings.Attestation.none
        }
        guard let cursor = entry.required("roots"), let roots = cursor.list(of: "PEM or DER files", { path($0) }) else {
            return nil
        }
        guard !roots.isEmpty else {
            cursor.report(.wrongShape(expected: "at least one PEM or DER file"))
            return nil
        }
        return demand == .required ? .required(roots: roots) : .preferred(roots: roots)
    }

    private func models(_ entry: YAMLMapping, _ attestation: SecurityKeySettings.Attestation) -> ModelRules? {
        func aaguids(_ key: String) -> Set<AAGUID>? {
            entry.optional(key).map {
                $0.set(of: "AAGUIDs") {
                    $0.parsed("an AAGUID such as cb69481e-8ff7-4039-93ec-0a2729a154a8") { AAGUID($0) }
                }
            } ?? []
        }
        guard let allowed = aaguids("allow"), let denied = aaguids("deny") else { return nil }
        guard let list = entry.optional("allow") else { return .allExcept(denied) }
        guard case .required = attestation else {
            entry.refuse("allow", because: "any authenticator can claim a model unless 'attestation' is 'required'")
            return nil
        }
        guard !allowed.subtracting(denied).isEmpty else {
            list.report(.wrongShape(expected: "at least one AAGUID that is not under 'deny'"))
            return nil
        }
        return .only(allowed.subtracting(denied))
    }
}

extension HostName {
    fileprivate func isBelow(_ domain: HostName) -> Bool { text.hasSuffix("." + domain.text) }
}
