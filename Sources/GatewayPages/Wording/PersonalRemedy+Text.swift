import GatewayIdentity

extension PersonalRemedy {
    /// One step, as the page lists it.
    func text(in exchange: Exchange) -> String {
        switch self {
        case .showCertificate: exchange.text(.certificateChooseAgain)
        case .verify(let kinds):
            exchange.text(
                .helpVerify(
                    factors: kinds.map { exchange.text($0.phrase) }.joined(separator: ", ")))
        case .useApprovedNetwork: exchange.text(.helpNetwork)
        case .useApprovedCountry: exchange.text(.helpCountry)
        case .useDesignatedDevice: exchange.text(.helpDevice)
        case .wait(let time, _):
            exchange.text(.helpWait(until: TimeText.dateAndTime(time, in: exchange.language)))
        case .signPledge: exchange.text(.helpPledge)
        case .takeTraining: exchange.text(.helpTraining)
        case .joinHandlers: exchange.text(.helpHandlers)
        case .askForGrant: exchange.text(.helpGrant)
        case .askForApproval: exchange.text(.helpApproval)
        case .applyForRights: exchange.text(.helpRights)
        case .waitForUnlock: exchange.text(.helpUnlock)
        }
    }
}
