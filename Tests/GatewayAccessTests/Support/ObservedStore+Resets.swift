import GatewayIdentity
import GatewayStore

extension ObservedStore {
    func insert(_ reset: FactorReset) async throws(StoreError) {
        try note("insertReset")
        try await store.insert(reset)
    }

    func approveReset(_ id: String, _ approval: FactorReset.Approval) async throws(StoreError) -> Bool {
        try note("approveReset")
        return try await store.approveReset(id, approval)
    }

    func cancelReset(_ id: String, by: AccountName, at: UnixTime) async throws(StoreError) -> Bool {
        try note("cancelReset")
        return try await store.cancelReset(id, by: by, at: at)
    }

    func delayResets(of account: AccountName, until: UnixTime) async throws(StoreError) {
        try note("delayResets")
        try await store.delayResets(of: account, until: until)
    }

    func carryOutReset(_ id: String, by: AccountName, at: UnixTime, leaving code: StoredEnrolmentCode)
        async throws(StoreError) -> Bool
    {
        try note("carryOutReset")
        return try await store.carryOutReset(id, by: by, at: at, leaving: code)
    }

    func resets(openAt: UnixTime) async throws(StoreError) -> [FactorReset] {
        try note("resets")
        return try await store.resets(openAt: openAt)
    }

    func resets(of account: AccountName) async throws(StoreError) -> [FactorReset] {
        try note("resets")
        return try await store.resets(of: account)
    }

    func note(_ certificate: KnownCertificate) async throws(StoreError) {
        try note("noteCertificate")
        try await store.note(certificate)
    }

    func knownCertificates(of account: AccountName) async throws(StoreError) -> [KnownCertificate] {
        try note("knownCertificates")
        return try await store.knownCertificates(of: account)
    }

    func holder(ofCertificate fingerprint: SHA256Digest) async throws(StoreError) -> AccountName? {
        try note("holderOfCertificate")
        return try await store.holder(ofCertificate: fingerprint)
    }

    func knownCertificates(
        endingAfter: UnixTime, notAfter: UnixTime, limit: Int
    ) async throws(StoreError) -> [KnownCertificate] {
        try note("knownCertificates")
        return try await store.knownCertificates(endingAfter: endingAfter, notAfter: notAfter, limit: limit)
    }

    func claimNotice(about subject: String, days: Int, ending: UnixTime) async throws(StoreError) -> Bool {
        try note("claimNotice")
        return try await store.claimNotice(about: subject, days: days, ending: ending)
    }

    func removeNotices(endedBefore: UnixTime) async throws(StoreError) {
        try note("removeNotices")
        try await store.removeNotices(endedBefore: endedBefore)
    }
}
