/// Which page is at which address: pages to come have a line here, in `DeskPath` and in `MenuPlace`.
struct PageTable {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    /// - Returns: `nil` when there is nothing of that name.
    func page(at path: DeskPath) async throws -> DeskPage? {
        switch path {
        case .overview: try await OverviewPage(visit: visit).page()
        case .consoles: try ConsolePages(visit: visit).list()
        case .console(let id): try ConsolePages(visit: visit).show(id)
        case .policy(let path): try await policyPage(at: path)
        case .people: try await PeoplePages(visit: visit).list()
        case .person(let name): try await PersonPage(visit: visit, name: name).page()
        case .requests: try await RequestRows(visit).page()
        case .sessions: try await SessionRows(visit).page()
        case .locks: try await LockPages(visit: visit).page()
        case .grants: try await GrantRows(visit).page()
        case .approval(.list): try await ApprovalPages(visit).list()
        case .approval(.one(let id)): try await ApprovalPages(visit).show(id)
        case .partner(.list): try await PartnerPages(visit).page()
        case .resets: try await ResetPages(visit: visit).page()
        case .special: try await ReviewPages(visit: visit).special()
        case .services: try await ReviewPages(visit: visit).services()
        case .reviews: try await ReviewPages(visit: visit).reviews()
        case .reviewTask(.list): try await ReviewTaskPages(visit: visit).list()
        case .reviewTask(.one(let id)): try await ReviewTaskPages(visit: visit).show(id)
        case .reviewTask(.unused): try await ReviewTaskPages(visit: visit).unused()
        case .tokens: try await ReviewPages(visit: visit).tokens()
        case .live: try await LivePage(visit).page()
        case .measures: try await MeasurePages(visit: visit).page()
        case .records: try await RecordsPage(visit: visit).page()
        case .record(let id): try await RecordStoryPage(visit: visit, event: id).page()
        case .newPerson, .newLock, .newGrant, .personOrder, .decide, .endSession, .liftLock, .liftMeasure, .endGrant,
            .decideReset,
            .grantOrder, .approval(.new), .approval(.newGrant), .approval(.order), .partner(.offBoard),
            .reviewTask(.sign), .reviewTask(.keep), .unmaskRecord, .exportRecords:
            // Forms of orders.
            nil
        }
    }

    private func policyPage(at path: PolicyPath) async throws -> DeskPage? {
        switch path {
        case .overview: try await PolicyOverviewPage(visit: visit).page()
        case .version(let number): try await PolicyVersionPage(visit: visit, number: number).page()
        case .draft(let id): try await PolicyDraftPage(visit: visit, id: id).page()
        case .new, .edit, .versionOrder, .draftOrder:
            // Forms of orders.
            nil
        case .examine:
            // For the editor's script.
            nil
        }
    }
}
