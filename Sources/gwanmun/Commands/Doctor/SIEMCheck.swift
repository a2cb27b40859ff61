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
                    .note, "siem", "records stay on this machine: whoever takes it over can take them away",
                    "Name a receiver in 'siem' (docs/siem.md).")
            ]
        }
        return settings.receivers.compactMap { receiver in
            let file = PositionFile(folder: settings.positions, receiver: receiver.name)
            do throws(PrivateFile.Problem) {
                guard try file.read() == nil, FileStatus(audit + "/head") != nil else { return nil }
                return Finding(
                    .warning, "siem.\(receiver.name)", "was never known to have taken a record",
                    "'gwanmun status' says why; 'gwanmun siem test' tries it.")
            } catch {
                return Finding(
                    .error, file.path, error.description, "Run the doctor as the service's user, or as root.")
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
