internal import GatewayIdentity
internal import GatewayStore

/// What a request means to whoever says what people are to be.
extension AccountRequest {
    var isAdmission: Bool {
        switch wish {
        case .admission: true
        case .roles, .opening, .terms: false
        }
    }

    var isOfService: Bool {
        switch wish {
        case .admission(let applied): applied.use == .service
        case .roles, .opening, .terms: false
        }
    }

    var isAboutRoles: Bool {
        switch wish {
        case .roles: true
        case .admission, .opening, .terms: false
        }
    }

    /// Whether somebody who says anew what a person is to be takes this back by it: they asked for it, by saying so.
    func isWithdrawn(by actor: Actor) -> Bool {
        guard actor.isSamePerson(as: applicant) else { return false }
        switch wish {
        case .admission, .roles: return true
        case .opening, .terms: return false
        }
    }
}
