import GatewayIdentity

/// Where and when somebody comes to a console, as far as the scope of a grant asks.
struct GrantOccasion {
    let grade: Grade
    let circumstances: Circumstances
    let zones: [ZoneName: Zone]
    let windows: [WindowName: AccessWindow]

    /// The first part of the scope, in the order in which it is told, that is not for this occasion. Paths and methods are left out: each request
    /// has its own. Notes when that will change.
    func misfit(of scope: GrantScope, _ horizon: inout Horizon) -> ApprovalGap.Status? {
        let isOpen = isOpen(scope.windows, &horizon)
        if grade > scope.ceiling { return .aboveCeiling }
        if !isInCountry(scope.countries) { return .otherCountry }
        if !isInZone(scope.zones) { return .otherZone }
        if !isOnDevice(scope.devices) { return .otherDevice }
        return isOpen ? nil : .otherTime
    }

    private func isOpen(_ names: Selection<WindowName>, _ horizon: inout Horizon) -> Bool {
        guard case .only(let names) = names else { return true }
        var isOpen = false
        for window in names.compactMap({ windows[$0] }) {
            horizon.note(window.nextBoundary(after: circumstances.at))
            isOpen = isOpen || window.isOpen(at: circumstances.at)
        }
        return isOpen
    }

    private func isInCountry(_ countries: Selection<CountryCode>) -> Bool {
        switch countries {
        case .all: true
        case .only(let listed): circumstances.country.map(listed.contains) ?? false
        }
    }

    private func isInZone(_ names: Selection<ZoneName>) -> Bool {
        switch names {
        case .all: true
        case .only(let listed): listed.contains { zones[$0]?.contains(circumstances.source) ?? false }
        }
    }

    private func isOnDevice(_ devices: Selection<DeviceID>) -> Bool {
        switch (devices, circumstances.device) {
        case (.all, _): true
        case (.only(let listed), .designated(let device)): listed.contains(device)
        case (.only, .presented), (.only, .none): false
        }
    }
}

/// A grant that runs on this console, and which requests it is for.
struct GrantPass: Sendable {
    private let paths: Selection<PathPattern>
    private let methods: Selection<RequestMethod>
    /// What keeps it from reaching here and now, whatever is asked for.
    private let gap: ApprovalGap?

    init(_ scope: GrantScope, gap: ApprovalGap?) {
        paths = scope.paths
        methods = scope.methods
        self.gap = gap
    }

    /// What keeps it from being for this request, the first that is told.
    func gap(for method: RequestMethod, _ path: CanonicalBytes) -> ApprovalGap? {
        if let gap, gap.obstacle < .grantPath { return gap }
        guard covers(path) else { return ApprovalGap(name: .grant, status: .otherPath) }
        guard methods.contains(method) else { return ApprovalGap(name: .grant, status: .otherMethod) }
        return gap
    }

    private func covers(_ path: CanonicalBytes) -> Bool {
        guard case .only(let patterns) = paths else { return true }
        for pattern in patterns where pattern.matches(path) { return true }
        return false
    }
}
