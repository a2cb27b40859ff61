internal import GatewayIdentity
internal import GatewayPolicy
internal import GatewayStore

/// What is remarkable about a login that succeeded: told to the officer, and to the owner where a stranger could be
/// behind it (compliance profile nct-2025-04, 2.10).
struct LoginRemarks {
    let core: AccessCore
    let account: Account
    let visitor: VerifiedVisitor
    let now: UnixTime

    /// A place from which nobody came for this long is new again.
    static let placesKept = Duration.seconds(180 * 86400)
    /// Compliance profile 2.9, "unused account".
    private static let dormantAfter = Duration.seconds(90 * 86400)
    private static let partnerDormantAfter = Duration.seconds(14 * 86400)

    /// - Parameter notice: as it was before this login.
    func tell(after notice: LoginNotice) async {
        if isDormant(notice) { warn(.dormantAccountUsed, .critical, owner: true) }
        if let alarm = core.signInAlarm(of: account) { warn(.privilegedSignIn, alarm, owner: true) }
        if !core.settings.workingHours.isOpen(at: now) { warn(.offHoursSignIn, .medium, owner: false) }
        if await isFromNewPlace { warn(.newPlace, .medium, owner: true) }
    }

    private func isDormant(_ notice: LoginNotice) -> Bool {
        let term = core.isExternal(account) ? Self.partnerDormantAfter : Self.dormantAfter
        return notice.lastLogin.map { now - $0 >= term } ?? false
    }

    /// Where the store does not say, the place counts as new: better one message too many.
    private var isFromNewPlace: Bool {
        get async {
            let device = DeviceName(userAgent: visitor.userAgent).text ?? ""
            let place = LoginPlace(source: visitor.source, device: device)
            do throws(StoreError) {
                return try await core.ports.store.notePlace(place, of: account.name, at: now) == .new
            } catch {
                return true
            }
        }
    }

    private func warn(_ event: SecurityWarning.Event, _ severity: SecurityWarning.Severity, owner: Bool) {
        core.warn(
            event, severity, about: account.name, from: visitor.source, device: visitor.userAgent,
            requestID: visitor.requestID, at: now, owner: owner)
    }
}
