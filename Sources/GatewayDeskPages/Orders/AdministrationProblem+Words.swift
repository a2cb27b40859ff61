import GatewayAccess
import GatewayIdentity
import GatewayPolicy
import GatewayStore

extension AdministrationProblem {
    /// For the administrator, in both languages.
    var words: Words {
        switch self {
        case .notFound: ProblemWords.notFound
        case .conflict(let conflict): conflict.words
        case .roles(.excluded(let one, let other)): ProblemWords.rolesExclude(one.text, other.text)
        case .roles(.unknown(let role)): ProblemWords.roleUnknown(role.text)
        case .ownAccount: ProblemWords.ownAccount
        case .provenAdministratorNeeded: ProblemWords.provenNeeded
        case .emptyPeriod: ProblemWords.emptyPeriod
        case .unknownConsole(let id): ProblemWords.unknownConsole(id.text)
        case .noConsole: ProblemWords.noConsole
        case .notExternal: ProblemWords.notExternal
        case .keys: ProblemWords.keys
        case .approvalNeeded: ProblemWords.approvalNeeded
        case .ownRequest: ProblemWords.ownRequest
        case .notProvisionable: ProblemWords.notProvisionable
        case .noBreakGlass: ProblemWords.noBreakGlass
        case .planChanged: ProblemWords.planChanged
        case .person(_, let problem): problem.words
        case .tokenCount: ProblemWords.tokenCount
        case .codesRefused: ProblemWords.codesRefused
        case .resetNeedsApproval: ProblemWords.resetNeedsApproval
        case .resetNeedsSponsor(let sponsors):
            ProblemWords.resetNeedsSponsor(sponsors.map(\.text).joined(separator: ", "))
        case .noSponsor: ProblemWords.noSponsor
        case .service(let problem): ProblemWords.service(problem.description)
        case .policy(let problem): problem.words
        case .approval(let problem): problem.words
        case .review(let problem): problem.words
        case .report(let problem): ReportWords.refused(problem)
        case .notReplaceable: ProblemWords.notReplaceable
        case .tooManyTries: ProblemWords.tooManyTries
        case .ownMeasure: MeasureWords.own
        case .ownNetwork: MeasureWords.ownNetwork
        case .unknownWatchRule: MeasureWords.unknownRule
        case .failed(let failure):
            failure.reason == .logUnavailable ? ProblemWords.notRecorded : ProblemWords.unavailable
        }
    }
}

extension StoreConflict {
    var words: Words {
        switch self {
        case .accountExists: ProblemWords.accountExists
        case .certificateBound: ProblemWords.certificateBound
        case .certificateAmbiguous: ProblemWords.certificateAmbiguous
        case .accountState: ProblemWords.accountState
        case .requestOpen: ProblemWords.requestOpen
        case .rolesChanged: ProblemWords.rolesChanged
        case .resetOpen: ProblemWords.resetOpen
        case .credentialExists, .tooManyKeys, .tooManyDevices, .tokenExists, .tooManyDrafts,
            .tooManyReports, .reportExists,
            .identifierExists, .keyInUse:
            ProblemWords.alreadyThere
        }
    }
}
