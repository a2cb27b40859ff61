import GatewayIdentity
import GatewayPolicy
import Testing

@Suite struct `A policy written out` {
    private var policy: ExamplePolicy

    init() throws {
        policy = try ExamplePolicy()
        policy.definition.consoles[0].hosting = try .sound()
    }

    @Test func `T16: the inventory is the loaded policy's consoles, each with what it says of itself`() throws {
        let inventory = PolicyInventory(of: try policy.snapshot())
        #expect(inventory.consoles.map(\.console) == policy.definition.consoles.sorted { $0.id < $1.id })
        #expect(inventory.consoles.map(\.console.id) == ["build", "fab", "notice"])
        #expect(inventory.consoles.map(\.grade) == [.sensitive, .classified, .open])
    }

    @Test func `the inventory tells the label from what the console counts as`() throws {
        var raised = policy
        raised.definition.consoles[1].tags = ["national_core_technology"]
        let notice = try #require(PolicyInventory(of: raised.snapshot()).consoles.last)
        #expect(notice.label == .open)
        #expect(notice.grade == .classified)
    }

    @Test func `T92: the matrix has every console by every role, those that may do nothing too`() throws {
        let matrix = AccessMatrix(of: try policy.snapshot())
        let pairs = matrix.cells.map { "\($0.console)/\($0.role)" }
        #expect(
            pairs
                == policy.definition.consoles.map(\.id).sorted().flatMap { console in
                    policy.definition.roles.keys.sorted().map { "\(console)/\($0)" }
                })
        #expect(cell("notice", "auditor", of: matrix)?.openings.isEmpty == true)
    }

    @Test func `T92: a cell says what is asked for, by rule, tag and role together`() throws {
        let matrix = AccessMatrix(of: try policy.snapshot())
        let staff = try #require(cell("fab", "staff", of: matrix)?.openings.first)
        #expect(staff.rule == "nct-staff")
        #expect(staff.actions == [.view, .change])
        #expect(staff.factors.map(\.name) == [.certificate, .second])
        #expect(staff.zones == .only(["internal", "vpn"]))
        #expect(staff.windows == .only(["office"]))
        #expect(staff.obligations.storage == .deny)
        #expect(staff.limits.idle == .minutes(10))
        let partner = try #require(cell("fab", "foreign_partner", of: matrix)?.openings.first)
        #expect(partner.approvals == [.grant])
        #expect(partner.limits.absolute == .minutes(120))
    }

    @Test func `a cell leaves out what the role or the state of the console does not allow`() throws {
        var narrowed = policy
        narrowed.definition.rules[0].target.roles = .only(["staff", "auditor"])
        let seen = AccessMatrix(of: try narrowed.snapshot())
        #expect(cell("fab", "auditor", of: seen)?.openings.first?.actions == [.view])
        narrowed.definition.consoles[0].hosting.state = .closed
        let closed = AccessMatrix(of: try narrowed.snapshot())
        #expect(cell("fab", "staff", of: closed)?.openings.isEmpty == true)
    }

    @Test func `deny rules stand beside the table`() throws {
        var denying = policy
        denying.definition.rules.append(try .deny("no-one", on: "notice"))
        let matrix = AccessMatrix(of: try denying.snapshot())
        #expect(matrix.denials["notice"]?.map(\.id) == ["no-one"])
        #expect(matrix.denials["fab"]?.isEmpty == true)
    }

    /// Over policies and questions made up at random: whoever is permitted is permitted by rules that stand in the cells of their roles.
    @Test func `what the gate permits stands in the matrix`() throws {
        var random = SeededRandom(92)
        var permits = 0
        for _ in 0..<2000 {
            let policy = try ExamplePolicy.random(&random)
            let question = try Question.random(&random)
            guard let snapshot = try? policy.snapshot(), case .permit(let permit) = snapshot.decide(question) else {
                continue
            }
            permits += 1
            let cells = AccessMatrix(of: snapshot).cells.filter {
                $0.console == question.console && question.subject.roles.contains($0.role)
            }
            #expect(Set(permit.rules).isSubset(of: Set(cells.flatMap { $0.openings.map(\.rule) })))
        }
        #expect(permits > 50)
    }

    private func cell(_ console: ConsoleID, _ role: RoleName, of matrix: AccessMatrix) -> AccessMatrix.Cell? {
        matrix.cells.first { $0.console == console && $0.role == role }
    }
}
