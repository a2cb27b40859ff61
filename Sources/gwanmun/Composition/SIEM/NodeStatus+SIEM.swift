import GatewayDesk
import GatewayIdentity
import GatewayTime

extension NodeStatus.Receiver {
    init(_ report: SIEMPost.Report) {
        self.init(
            name: report.name, lag: report.lag, confirmed: report.state.confirmed, sent: report.state.sent,
            missing: report.state.missing, rejected: report.state.rejected, lastSuccess: report.state.lastSuccess,
            problem: report.state.problem)
    }
}

extension ReceiverTrial {
    init(_ trial: SIEMPost.Trial) { self.init(receiver: trial.receiver, problem: trial.problem) }
}

extension NodeStatus.ClockState {
    init(_ state: ClockWatch.State) {
        self.init(
            standing: state.standing.rawValue, offsetMilliseconds: state.reading?.milliseconds,
            problems: state.problems)
    }
}
