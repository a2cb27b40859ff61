import GatewayDesk
import GatewayIdentity
import GatewayPages

/// A page of the desk: what it says, for one template that draws them all.
package struct DeskPage: Sendable {
    /// Where in the menu it belongs; `nil`: nowhere.
    var place: MenuPlace?
    let heading: String
    var lead: String?
    var up: Link?
    var messages: [Message] = []
    var sections: [Section] = []
    /// A script of our own that makes more of the page; the page does without.
    var policyScript: String?
    var status = 200
    /// For the person to quote.
    var showsReference = false

    init(_ heading: String, at place: MenuPlace?) {
        self.heading = heading
        self.place = place
    }
}

struct Message: Sendable {
    let messageText: String
    let style: String
    /// `status` is read when there is time, `alert` at once.
    let role: String

    static func done(_ text: String) -> Message { .init(messageText: text, style: "alert-good", role: "status") }
    static func note(_ text: String) -> Message { .init(messageText: text, style: "alert-warn", role: "status") }
    static func problem(_ text: String) -> Message { .init(messageText: text, style: "alert-strong", role: "alert") }
}

/// The entries of the menu, in its order. Pages to come have a line here.
package enum MenuPlace: CaseIterable, Sendable {
    case overview, live, consoles, policies, people, requests, approvals, sessions, locks, grants, partners, resets,
        measures,
        special
    case services, reviews, tokens, records
    case reviewTasks, leastPrivilege

    var path: DeskPath {
        switch self {
        case .overview: .overview
        case .consoles: .consoles
        case .live: .live
        case .policies: .policy(.overview)
        case .people: .people
        case .requests: .requests
        case .approvals: .approval(.list)
        case .sessions: .sessions
        case .locks: .locks
        case .measures: .measures
        case .grants: .grants
        case .partners: .partner(.list)
        case .resets: .resets
        case .special: .special
        case .services: .services
        case .reviews: .reviews
        case .tokens: .tokens
        case .records: .records
        case .reviewTasks: .reviewTask(.list)
        case .leastPrivilege: .reviewTask(.unused)
        }
    }

    var words: Words {
        switch self {
        case .overview: FrameWords.overview
        case .consoles: FrameWords.consoles
        case .live: LiveWords.title
        case .policies: FrameWords.policies
        case .people: FrameWords.people
        case .requests: FrameWords.requests
        case .approvals: FrameWords.approvals
        case .sessions: FrameWords.sessions
        case .locks: FrameWords.locks
        case .measures: MeasureWords.title
        case .grants: FrameWords.grants
        case .partners: FrameWords.partners
        case .resets: FrameWords.resets
        case .special: FrameWords.special
        case .services: FrameWords.services
        case .reviews: FrameWords.reviews
        case .tokens: FrameWords.tokens
        case .records: FrameWords.records
        case .reviewTasks: ReviewTaskWords.tasks
        case .leastPrivilege: ReviewTaskWords.unused
        }
    }

    /// What one must be allowed to read, to see anything there.
    var right: DeskRight {
        switch self {
        case .overview: .readNode
        case .policies: .readPolicy
        case .approvals: .followPart
        case .live, .consoles, .people, .requests, .sessions, .locks, .grants, .partners, .resets, .special, .services,
            .reviews, .tokens, .records, .reviewTasks, .measures, .leastPrivilege:
            .readPeople
        }
    }
}
