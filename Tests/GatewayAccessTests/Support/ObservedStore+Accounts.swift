import GatewayIdentity
import GatewayStore

extension ObservedStore {
    // MARK: Requests

    func insert(_ request: AccountRequest) async throws(StoreError) {
        try note("insertRequest")
        try await store.insert(request)
    }

    func approve(_ id: String, by: AccountName, at: UnixTime, reason: String, bringing outcome: RequestOutcome)
        async throws(StoreError)
    {
        try note("approve")
        try await store.approve(id, by: by, at: at, reason: reason, bringing: outcome)
    }

    func reject(_ id: String, by: AccountName, at: UnixTime, reason: String) async throws(StoreError) {
        try note("reject")
        try await store.reject(id, by: by, at: at, reason: reason)
    }

    func request(_ id: String) async throws(StoreError) -> AccountRequest? {
        try note("request")
        return try await store.request(id)
    }

    func requests(openAt: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest] {
        try note("requests")
        return try await store.requests(openAt: openAt, limit: limit)
    }

    func requests(for account: AccountName) async throws(StoreError) -> [AccountRequest] {
        try note("requests")
        return try await store.requests(for: account)
    }

    func expireRequests(at: UnixTime, limit: Int) async throws(StoreError) -> [AccountRequest] {
        try note("expireRequests")
        return try await store.expireRequests(at: at, limit: limit)
    }

    // MARK: Services

    func setTerms(_ terms: ServiceTerms, of service: AccountName) async throws(StoreError) {
        try note("setTerms")
        try await store.setTerms(terms, of: service)
    }

    // MARK: Care

    func cares(after: AccountName?, limit: Int) async throws(StoreError) -> [AccountCare] {
        try note("cares")
        return try await store.cares(after: after, limit: limit)
    }

    func care(of account: AccountName) async throws(StoreError) -> AccountCare {
        try note("care")
        return try await store.care(of: account)
    }

    func noteUse(_ times: [AccountName: UnixTime]) async throws(StoreError) {
        try note("noteUse")
        try await store.noteUse(times)
    }

    func disable(_ account: AccountName, unusedSince instant: UnixTime) async throws(StoreError) -> Bool {
        try note("disable")
        return try await store.disable(account, unusedSince: instant)
    }

    func suspend(_ account: AccountName, unreviewedSince instant: UnixTime) async throws(StoreError) -> Bool {
        try note("suspend")
        return try await store.suspend(account, unreviewedSince: instant)
    }

    func signOffReview(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError) {
        try note("signOffReview")
        try await store.signOffReview(of: account, by: by, at: at)
    }

    func signOffSpecialCheck(of account: AccountName, by: AccountName, at: UnixTime) async throws(StoreError) {
        try note("signOffSpecialCheck")
        try await store.signOffSpecialCheck(of: account, by: by, at: at)
    }

    func takeTurnToTell(of account: AccountName, at: UnixTime, unlessToldAfter instant: UnixTime)
        async throws(StoreError) -> Bool
    {
        try note("takeTurnToTell")
        return try await store.takeTurnToTell(of: account, at: at, unlessToldAfter: instant)
    }
}
