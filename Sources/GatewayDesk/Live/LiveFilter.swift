internal import GatewayAccess
package import GatewayIdentity

/// Whom somebody watches.
package struct LiveFilter: Hashable, Sendable {
    package var partnersOnly: Bool
    package var console: ConsoleID?
    package var organisation: String?
    package var account: AccountName?

    package init(
        partnersOnly: Bool = false, console: ConsoleID? = nil, organisation: String? = nil, account: AccountName? = nil
    ) {
        self.partnersOnly = partnersOnly
        self.console = console
        self.organisation = organisation
        self.account = account
    }

    func fits(_ row: LiveRow) -> Bool {
        (!partnersOnly || row.isPartner)
            && (account == nil || row.account == account)
            && (organisation == nil || row.person?.organisation == organisation)
            && (console.map { row.uses($0) } ?? true)
    }

    /// - Parameters:
    ///   - organisation: of whoever did it.
    ///   - isPartner: whether they are one.
    func fits(_ action: LiveAction, organisation: String?, isPartner: Bool) -> Bool {
        (!partnersOnly || isPartner)
            && (account == nil || action.account == account)
            && (self.organisation == nil || organisation == self.organisation)
            && (console == nil || action.console == console)
    }
}

extension LiveRow {
    fileprivate func uses(_ console: ConsoleID) -> Bool {
        streams.contains { $0.console == console } || lastAction?.console == console
            || places.contains { place in
                switch place {
                case .console(let id, _): id == console
                case .gate, .desk: false
                }
            }
    }
}
