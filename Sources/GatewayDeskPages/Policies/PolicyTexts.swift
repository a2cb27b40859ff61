import GatewayAccess
import GatewayDesk
import GatewayIdentity
import GatewayStore

extension DeskVisit {
    var policies: PolicyChange { services.policies }

    /// By whom, and by which certificate.
    func policyOrder(_ mandate: Mandate) throws(AdministrationProblem) -> PolicyChange.Order {
        PolicyChange.Order(mandate, by: try actor.policyHand())
    }

    /// People have a page; the folder and the gateway itself have none.
    func author(of version: PolicyVersion) -> Piece {
        switch version.cause {
        case .founding, .file, .signedFile, .restored: .code(version.author.text)
        case .change, .rollback, .emergency: person(version.author)
        }
    }

    /// What was found about a draft, as far as this reader may see whose requests were asked again.
    func examination(of draft: PolicyDraft) throws -> PolicyExamination {
        let examination = try PolicyExamination(draft.content.examination)
        return may(.readPeople) ? examination : examination.withoutPeople()
    }

    func version(_ number: Int) -> Piece { .link("\(number)", .policy(.version(number))) }

    /// Where something stands in the files that a page shows.
    func place(_ place: PolicyLine.Place?, at path: DeskPath) -> [Piece] {
        guard let place else { return [] }
        return [
            Piece(linkTo: Link(place.text, path, [(BundleView.fileParameter, place.file)], line: place.line))
        ]
    }
}
