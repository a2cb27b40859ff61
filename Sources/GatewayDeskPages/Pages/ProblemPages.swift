import GatewayDesk
import GatewayIdentity

/// Why there is no page, in words.
struct ProblemPages {
    let visit: DeskVisit

    init(_ visit: DeskVisit) { self.visit = visit }

    var notFound: DeskPage { page(ProblemWords.notFoundTitle, ProblemWords.notFound, status: 404) }
    var badForm: DeskPage { page(ProblemWords.methodTitle, ProblemWords.badForm, status: 400) }

    func search(_ problem: RecordSearchProblem) -> DeskPage {
        switch problem {
        case .busy: page(ProblemWords.unavailableTitle, RecordWords.busy, status: 503)
        case .unreadable: page(ProblemWords.unavailableTitle, RecordWords.unreadable, status: 503)
        case .notReached(let parts):
            page(
                ProblemWords.unavailableTitle, RecordWords.notReached(parts.joined(separator: "; ")), status: 503)
        }
    }

    func page(for problem: DeskProblem) -> DeskPage {
        switch problem.status {
        case 403:
            page(
                ProblemWords.notAllowedTitle, reads ? ProblemWords.notYours : ProblemWords.mayNotRead, status: 403)
        case 404: notFound
        case 413: page(ProblemWords.methodTitle, ProblemWords.tooLarge, status: 413)
        case 503 where problem.reason == .notRecorded:
            page(ProblemWords.unavailableTitle, ProblemWords.notRecorded, status: 503)
        case 503: page(ProblemWords.unavailableTitle, ProblemWords.unavailable, status: 503)
        default: page(ProblemWords.methodTitle, ProblemWords.badForm, status: problem.status)  // A number, not a case.
        }
    }

    /// Whether anything here is theirs.
    private var reads: Bool { !visit.places.isEmpty }

    private func page(_ heading: Words, _ message: Words, status: Int) -> DeskPage {
        var page = DeskPage(visit.say(heading), at: nil)
        page.messages = [.problem(visit.say(message))]
        page.up = reads ? Link(visit.say(FrameWords.overview), .overview) : nil
        page.status = status
        page.showsReference = true
        return page
    }
}
