internal import GRDB
public import GatewayIdentity
public import GatewayStore

extension SQLiteStore: ServiceStore {
    public func setTerms(_ terms: ServiceTerms, of service: AccountName) async throws(StoreError) {
        try await write { try $0.setTerms(terms, of: service) }
    }
}

extension Database {
    func setTerms(_ terms: ServiceTerms, of service: AccountName) throws {
        let columns = TermsColumns(terms)
        let set = try change(
            """
            INSERT INTO service_terms (account, owner, networks, until_at)
            SELECT service.name, person.name, ?3, ?4 FROM accounts AS service, accounts AS person
            WHERE service.name = ?1 AND service.use = 'service' AND service.state <> 'removed'
                AND person.name = ?2 AND person.use = 'person' AND person.state IN ('active', 'suspended')
            ON CONFLICT (account) DO UPDATE
            SET owner = excluded.owner, networks = excluded.networks, until_at = excluded.until_at
            """, [service.text, columns.owner, columns.networks, columns.until])
        guard set == 1 else { throw StoreError.notFound(.service) }
    }

    /// Of accounts that are neighbours by name, in order of names.
    func terms(between first: AccountName, and last: AccountName) throws -> OrderedRows<ServiceTerms> {
        try ordered(
            """
            SELECT account, owner, networks, until_at FROM service_terms
            WHERE account BETWEEN ? AND ? ORDER BY account
            """, [first.text, last.text], as: .service
        ) { row in
            let columns = TermsColumns(owner: try row.text(1), networks: try row.text(2), until: try row.time(3))
            return try columns.terms(of: .service)
        }
    }
}

/// Terms, spread over three columns.
struct TermsColumns {
    let owner: String
    let networks: String
    let until: Int64

    init(_ terms: ServiceTerms) {
        owner = terms.owner.text
        networks = terms.networks.map(\.description).joined(separator: " ")
        until = terms.until.milliseconds
    }

    init(owner: String, networks: String, until: UnixTime) {
        self.owner = owner
        self.networks = networks
        self.until = until.milliseconds
    }

    func terms(of thing: StoredThing) throws -> ServiceTerms {
        let blocks = try networks.split(separator: " ").map { text in
            guard let block = CIDRBlock(String(text)) else { throw StoreError.unreadable(thing, "column networks") }
            return block
        }
        do throws(ServiceTerms.Problem) {
            return try ServiceTerms(
                owner: AccountName(stored: owner), networks: blocks, until: UnixTime(milliseconds: until))
        } catch {
            throw StoreError.unreadable(thing, error.description)
        }
    }
}
