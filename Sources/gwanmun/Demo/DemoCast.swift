import GatewayIdentity

/// The people of the demo: one for each situation that the gate distinguishes.
struct DemoPerson: Sendable {
    enum State: String, Codable, Sendable {
        case active, revoked, expired, unbound
        case foreignCA = "foreign_ca"
        case grantEnded = "grant_ended"
    }

    let name: String
    let displayName: String
    let roles: [String]
    let organisation: String
    let language: Language
    let state: State

    var isBound: Bool { state != .unbound && state != .foreignCA }

    static let cast = [
        DemoPerson("kim-7f3a", "김하늘", ["staff"]),
        DemoPerson("park-2c9d", "박서준", ["staff"]),
        DemoPerson("choi-51be", "최지우", ["privileged_admin"]),
        DemoPerson("jung-8d40", "정민재", ["security_admin"]),
        DemoPerson("han-3e77", "한소라", ["auditor"]),
        DemoPerson("meyer-9a1c", "Anna Meyer", ["foreign_partner"], of: "Meyer Optik GmbH", .english),
        DemoPerson(
            "rossi-4b6e", "Luca Rossi", ["foreign_partner"], of: "Rossi Ottica SpA", .english, state: .grantEnded),
        DemoPerson("lim-0d2f", "임도윤", ["staff"], state: .revoked),
        DemoPerson("yoon-6a58", "윤아라", ["staff"], state: .expired),
        DemoPerson("cho-e113", "조은별", [], state: .unbound),
        DemoPerson("stranger", "Stranger", [], of: "Elsewhere Ltd", .english, state: .foreignCA),
    ]

    private init(
        _ name: String, _ displayName: String, _ roles: [String], of organisation: String = "관문 데모",
        _ language: Language = .korean,
        state: State = .active
    ) {
        self.name = name
        self.displayName = displayName
        self.roles = roles
        self.organisation = organisation
        self.language = language
        self.state = state
    }
}
