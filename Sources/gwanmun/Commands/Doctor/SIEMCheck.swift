import GatewayAuditFile
import GatewayIdentity
import GatewayPolicy
import GatewaySettings

/// Whether records leave this machine, as far as files tell.
struct SIEMCheck {
    private let settings: SIEMSettings
    private let audit: String

    init(_ configuration: GatewayConfiguration) {
        settings = configuration.siem
        audit = configuration.places.audit
    }

    func findings(at now: UnixTime) -> [Finding] {
        guard settings.receivers.contains(where: { $0.leavesTheMachine }) else {
            return [
                Finding(
                    .note, "siem",
                    .init(
                        "기록이 이 노드에만 남습니다. 이 서버를 장악한 사람이 기록을 없앨 수 있습니다",
                        "records stay on this machine: whoever takes it over can take them away"),
                    .init("'siem'에 수신처를 지정하십시오(docs/siem.md).", "Name a receiver in 'siem' (docs/siem.md)."))
            ]
        }
        return settings.receivers.compactMap { receiver in
            let file = PositionFile(folder: settings.positions, receiver: receiver.name)
            do throws(PrivateFile.Problem) {
                guard try file.read() == nil, FileStatus(audit + "/head") != nil else { return nil }
                return Finding(
                    .warning, "siem.\(receiver.name)",
                    .init("기록을 받았다고 확인된 적이 없습니다", "was never known to have taken a record"),
                    .init(
                        "'gwanmun status'에서 이유를 확인하고 'gwanmun siem test'로 시험하십시오.",
                        "'gwanmun status' says why; 'gwanmun siem test' tries it."))
            } catch {
                return Finding(
                    .error, file.path, .init("전송 위치를 읽을 수 없습니다: \(error.description)", error.description), .runAsService
                )
            }
        }
    }
}

extension SIEMReceiver {
    fileprivate var leavesTheMachine: Bool {
        switch way {
        case .file: false
        case .syslog, .otlp: true
        }
    }
}
