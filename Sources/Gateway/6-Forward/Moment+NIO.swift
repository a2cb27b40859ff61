internal import GatewayUpstreams
internal import NIOCore

extension Moment {
    init(_ deadline: NIODeadline) { self.init(nanoseconds: deadline.uptimeNanoseconds) }

    static func now() -> Moment { Moment(.now()) }
}
