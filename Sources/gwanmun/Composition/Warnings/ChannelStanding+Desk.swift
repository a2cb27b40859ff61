import GatewayAccess
import GatewayDesk
import GatewayIdentity

extension NodeStatus.Channel {
    init(_ standing: ChannelStanding) {
        let state = standing.now
        self.init(
            name: standing.channel.rawValue, waiting: state.waiting, lost: state.lost, lastSent: state.lastSent,
            problem: state.problem)
    }
}

extension ChannelTrial {
    init(_ channel: WarningChannel, to audience: SecurityWarning.Audience, _ carriage: Carriage) {
        let result: Result =
            switch carriage {
            case .accepted: .accepted
            case .nowhere: .nowhere
            case .refused(let why), .unreached(let why): .failed(because: why)
            }
        self.init(
            channel: channel.rawValue, recipient: audience.recipient?.text ?? "security_officer", result: result)
    }
}
