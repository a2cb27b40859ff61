internal import COpenSSL
internal import GatewayIdentity

extension TrustParts {
    func alarms(at time: UnixTime, maximumListAge: Duration?) -> [TrustAlarm] {
        authorityAlarms(at: time) + listAlarms(at: time, maximumListAge) + missingListAlarms()
    }

    private func authorityAlarms(at time: UnixTime) -> [TrustAlarm] {
        let expired: [TrustAlarm] = (anchors + intermediates).compactMap { authority in
            guard let end = authority.certificate.notAfter, end < time else { return nil }
            return TrustAlarm(
                kind: .authorityExpired, issuer: authority.certificate.subject, file: authority.file, age: nil, end: end
            )
        }
        return expired
            + misplaced.map {
                TrustAlarm(kind: .notAnAuthority, issuer: $0.certificate.subject, file: $0.file, age: nil, end: nil)
            }
    }

    private func listAlarms(at time: UnixTime, _ maximumAge: Duration?) -> [TrustAlarm] {
        lists.compactMap { entry in
            kind(of: entry, at: time, maximumAge).map { kind in
                TrustAlarm(
                    kind: kind, issuer: entry.list.issuer, file: entry.file, age: time - entry.list.thisUpdate,
                    end: end(of: entry.list, maximumAge))
            }
        }
    }

    private func kind(of entry: List, at time: UnixTime, _ maximumAge: Duration?) -> TrustAlarm.Kind? {
        if let refusal = entry.refusal { return .listUnusable(refusal) }
        guard entry.list.hasKnownSigner else { return .listUnverified }
        guard !isSuperseded(entry.list) else { return nil }
        let end = end(of: entry.list, maximumAge)
        if time >= end { return .listStale }
        let span = end - entry.list.thisUpdate
        return end - time < span / 10 ? .listEndsSoon : nil
    }

    /// When it stops speaking. Anchors' lists speak for authorities only, and those are not held to the profile's age.
    func end(of list: RevocationList, _ maximumAge: Duration?) -> UnixTime {
        guard let maximumAge, !anchors.contains(where: { list.isIssued(by: $0.certificate) }) else {
            return list.nextUpdate
        }
        return min(list.nextUpdate, list.thisUpdate + maximumAge)
    }

    /// A folder may keep the lists of last week beside today's.
    private func isSuperseded(_ list: RevocationList) -> Bool {
        usableLists.contains { other in
            other.list.hasKnownSigner && other.list.thisUpdate > list.thisUpdate && other.list.hasSameScope(as: list)
        }
    }

    /// Anchors and configured intermediates issue; what a client may send besides is met in the handshake.
    private func missingListAlarms() -> [TrustAlarm] {
        (anchors + intermediates).compactMap { authority in
            guard !usableLists.contains(where: { $0.list.isIssued(by: authority.certificate) }) else { return nil }
            return TrustAlarm(
                kind: .listMissing, issuer: authority.certificate.subject, file: authority.file, age: nil, end: nil)
        }
    }
}

extension RevocationList {
    /// Whether it bears the authority's name; by the signature, see `introduce`.
    fileprivate func isIssued(by authority: Certificate) -> Bool {
        X509_NAME_cmp(X509_CRL_get_issuer(pointer), X509_get_subject_name(authority.pointer)) == 0
    }

    /// Same issuer, same key by its identifier, same distribution point, both complete or both deltas.
    fileprivate func hasSameScope(as other: RevocationList) -> Bool {
        guard X509_NAME_cmp(X509_CRL_get_issuer(pointer), X509_CRL_get_issuer(other.pointer)) == 0 else { return false }
        return [NID_authority_key_identifier, NID_issuing_distribution_point].allSatisfy {
            extensionValue($0) == other.extensionValue($0)
        }
            && isDelta == other.isDelta
    }

    private func extensionValue(_ kind: Int32) -> [UInt8]? {
        let index = X509_CRL_get_ext_by_NID(pointer, kind, -1)
        guard index >= 0, let value = X509_EXTENSION_get_data(X509_CRL_get_ext(pointer, index)) else { return nil }
        return Array(UnsafeBufferPointer(start: ASN1_STRING_get0_data(value), count: Int(ASN1_STRING_length(value))))
    }
}
