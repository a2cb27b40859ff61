internal import GatewayIdentity
internal import NIOCore

/// What a passage tells its loop's metrics where nothing was forwarded.
extension Passage {
    /// By one of our own pages.
    func countAnswer(to request: OwnRequest, status: Int) {
        loop.metrics.requestAnswered(at: request.visitor.site, .answered, status: status, after: .now() - began)
    }

    /// - Parameters:
    ///   - told: the reason that the client was given.
    ///   - site: `nil` where the request did not get as far.
    func countRefusal(_ told: Reason, asksForFactor: Bool = false, at site: RouteTable.Site?, status: Int?) {
        loop.metrics.requestAnswered(
            at: site, asksForFactor ? .stepUp : .deny, status: status, after: .now() - began)
        loop.metrics.requestDenied(told.publicReason)
    }
}
