import GatewayAccess
import GatewayIdentity
import GatewayStore

/// Somebody new: made at once, or requested where that takes two people.
struct NewPersonOrder: DeskOrder {
    var place: MenuPlace { .people }
    var words: OrderWords { OtherOrders.newPerson }
    var home: DeskPath { .people }

    func fields(_ visit: DeskVisit) -> [FieldSpec] {
        [
            FieldSpec("name", FieldWords.account, .line(64), hint: FieldWords.accountHint),
            FieldSpec("display_name", ColumnWords.displayName, .line(200)),
            FieldSpec("organisation", ColumnWords.organisation, .line(200)),
            .roles(visit),
            FieldSpec(
                "language", FieldWords.language,
                .choice([(Language.korean.rawValue, "한국어"), (Language.english.rawValue, "English")])),
            FieldSpec(
                "use", FieldWords.use, .choice(AccountUse.allCases.map { ($0.rawValue, visit.say($0.words)) })),
            FieldSpec("owner", FieldWords.owner, .line(64), hint: FieldWords.serviceHint, isRequired: false),
            FieldSpec("networks", FieldWords.networks, .line(1000), hint: FieldWords.serviceHint, isRequired: false),
            FieldSpec("until", FieldWords.serviceUntil, .instant, hint: FieldWords.serviceHint, isRequired: false),
        ]
    }

    func carryOut(_ entries: Entries, _ mandate: Mandate, _ visit: DeskVisit) async throws -> OrderOutcome {
        switch try await visit.administration.admit(account(entries), mandate) {
        case .done: .done(.carriedOut)
        case .requested: .done(.requested)
        }
    }

    private func account(_ entries: Entries) throws -> NewAccount {
        NewAccount(
            name: try accountName(entries), displayName: try entries.required("display_name"),
            roles: Set(entries.list("roles").map(RoleName.init)), organisation: try entries.required("organisation"),
            language: entries["language"].flatMap(Language.init) ?? .korean,
            use: entries["use"].flatMap(AccountUse.init) ?? .person, terms: try terms(entries))
    }

    private func accountName(_ entries: Entries) throws(FieldProblems) -> AccountName {
        do throws(AccountName.Problem) {
            return try AccountName(entries["name"] ?? "")
        } catch {
            throw FieldProblems("name", FieldWords.accountProblem)
        }
    }

    private func terms(_ entries: Entries) throws(FieldProblems) -> ServiceTerms? {
        let networks = entries.list("networks")
        switch (entries["owner"], networks.isEmpty, entries["until"]) {
        case (nil, true, nil): return nil
        case (let owner?, false, .some):
            let blocks = networks.compactMap { CIDRBlock($0) }
            guard blocks.count == networks.count else { throw FieldProblems("networks", FieldWords.networksProblem) }
            let until = try entries.instant("until")
            do throws(ServiceTerms.Problem) {
                return try ServiceTerms(owner: AccountName(stored: owner), networks: blocks, until: until)
            } catch {
                throw FieldProblems("networks", ProblemWords.service(error.description))
            }
        case (_, _, _): throw FieldProblems("owner", FieldWords.termsProblem)
        }
    }
}
