import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayPages
import GatewayStore
import GatewayTesting
import Testing

@testable import GatewayDeskPages

/// Roles kept apart (compliance profile 2.2; T19, T34): each sees what is theirs, and what somebody may not do is offered to nobody.
@Suite struct `A role of the desk` {
    private static let seen: [(role: String, places: Set<MenuPlace>)] = [
        ("policy_author", [.overview, .policies, .approvals]), ("policy_approver", [.overview, .policies, .approvals]),
        ("operator", [.overview, .approvals]), ("staff", [.approvals]),
    ]

    @Test(arguments: seen)
    func `opens the places that are its own, and every other is refused and recorded`(
        role: String, places: Set<MenuPlace>
    ) async throws {
        let hall = try await DeskHall()
        let visitor = hall.visitor("song-31aa", roles: [role])
        for place in MenuPlace.allCases {
            let answer = await hall.get(place.path.text, as: visitor)
            #expect(answer.status == (places.contains(place) ? 200 : 403), "\(place)")
        }
        #expect(hall.record.events(.administrationRefused).count == MenuPlace.allCases.count - places.count)
        let menu = try #require(
            await hall.get(MenuPlace.approvals.path.text, as: visitor).text.firstMatch(
                of: /<nav.*?<\/nav>/.dotMatchesNewlines()))
        for place in MenuPlace.allCases {
            #expect(
                menu.output.contains("href=\"\(place.path.text)\"") == places.contains(place), "\(place) in the menu")
        }
    }

    @Test func `sees of the overview no more than it may read`() async throws {
        let hall = try await DeskHall()
        let whole = await hall.get("/").text
        let node = await hall.get("/", as: hall.operatorOfNode).text
        for part in ["sessions", "ending", "warnings", "work"] {
            #expect(whole.contains("id=\"\(part)\"") && !node.contains("id=\"\(part)\""), "\(part)")
        }
        for part in ["node", "servers", "channels"] { #expect(node.contains("id=\"\(part)\""), "\(part)") }
        #expect(!node.contains("/consoles/notice"), "no way to where they may not go")
        let author = await hall.get("/", as: hall.author).text
        #expect(author.contains("href=\"/policies\"") && !author.contains("href=\"/requests\""))
    }

    /// One order each, with everything else as it has to be: the role alone decides.
    @Test(arguments: [
        ("/policies/new", ["security_admin", "policy_author"]),
        ("/policies/drafts/ID/edit", ["security_admin", "policy_author"]),
        ("/policies/drafts/ID/drop", ["security_admin", "policy_author"]),
        ("/policies/drafts/ID/approve", ["security_admin", "policy_approver"]),
        ("/policies/drafts/ID/reject", ["security_admin", "policy_approver"]),
        ("/policies/drafts/ID/activate", ["security_admin", "policy_author", "policy_approver"]),
        ("/policies/drafts/ID/emergency", ["security_admin"]),
        ("/policies/versions/1/rollback", ["security_admin", "policy_author"]),
        ("/policies/versions/1/ratify", ["security_admin", "policy_approver"]),
        ("/people/kim-7f3a/suspend", ["security_admin"]), ("/new-lock", ["security_admin"]),
    ])
    func `is shown the forms it may send, and no others`(path: String, allowed: [String]) async throws {
        let hall = try await DeskHall()
        try await hall.addKim()
        let path = path.replacing("ID", with: try await hall.propose().id)
        for role in ["security_admin", "auditor", "policy_author", "policy_approver", "operator", "staff"] {
            let visitor = hall.visitor("choi-55cc", roles: [role])
            let isAllowed = allowed.contains(role)
            #expect(await hall.get(path, as: visitor).status == (isAllowed ? 200 : 403), "\(role)")
            guard !isAllowed else { continue }
            let before = hall.record.events(.administrationRefused).count
            #expect(await hall.post(path, "reason=because+I+can", as: visitor).status == 403, "\(role)")
            #expect(hall.record.events(.administrationRefused).count == before + 1, "\(role)")
        }
        #expect(try await hall.inForce.number == 1)
        #expect(try await hall.drafts.count { $0.isUnderWay } == 1)
    }

    @Test func `that only reads is offered nothing`() async throws {
        let hall = try await DeskHall()
        let draft = try await hall.propose()
        for path in ["/policies", "/policies/versions/1", "/policies/drafts/\(draft.id)"] {
            let page = await hall.get(path, as: hall.auditor)
            #expect(page.status == 200)
            for order in ["/new\"", "/edit", "/approve", "/reject", "/drop", "/activate", "/emergency", "/rollback"] {
                #expect(!page.text.contains(order), "\(path): \(order)")
            }
        }
    }

    @Test func `proves its factor anew before each change of the policy, and loses nothing that it typed`() async throws
    {
        let hall = try await DeskHall()
        let stale = hall.visitor("song-31aa", roles: ["policy_author"], factorAge: .seconds(301))
        let body = try await PolicyForm(hall, "/policies/new").body(
            text: "version: 1\n# two words", reason: "night shift")
        let answer = await hall.post("/policies/new", body, as: stale)
        let location = try #require(answer.header("Location"))
        #expect(answer.status == 303 && location.hasPrefix(DeskHall.gate + "/.gwanmun/login?fresh=yes"))
        #expect(!location.contains("night"))
        #expect(try await hall.drafts.isEmpty)
        let id = try #require(location.firstMatch(of: /held%3D([0-9a-f]{32})$/)).output.1
        let back = await hall.get("/policies/new", query: "held=\(id)", as: hall.author)
        #expect(back.text.contains("version: 1\n# two words</textarea>") && back.text.contains("value=\"night shift\""))
    }
}

/// A form as a browser would send it back: what it carries, with what somebody types.
struct PolicyForm {
    private let fields: [String: String]

    init(_ hall: DeskHall, _ path: String, query: String? = nil, as visitor: PageVisitor? = nil) async throws {
        let page = await hall.get(path, query: query, as: visitor ?? hall.author).text
        var fields: [String: String] = [:]
        for input in page.matches(of: /<input (?:id="[^"]*" |type="hidden" )?name="([a-z]+)"[^>]*?value="([^"]*)"/) {
            fields[String(input.output.1)] = String(input.output.2)
        }
        fields["form_token"] = nil
        self.fields = fields
    }

    subscript(name: String) -> String? { fields[name] }

    func body(
        name: String? = nil, text: String? = nil, reason: String = "asked for in person", _ more: [String: String] = [:]
    )
        -> String
    {
        var all = fields.merging(more) { $1 }
        all["name"] = name ?? all["name"]
        all["text"] = text
        all["reason"] = reason
        return all.map { "\($0)=\(PercentCoding.encode($1))" }.joined(separator: "&")
    }
}
