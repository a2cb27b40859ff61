import GatewayAudit
import GatewayAuditFile
import GatewayIdentity
import Glibc

/// Whether the audit trail is whole, and whether time has gone on since its last record.
struct TrailCheck {
    private let folder: String

    init(_ folder: String) { self.folder = folder }

    func findings(at now: UnixTime) -> [Finding] {
        if access(folder, F_OK) != 0, errno == ENOENT {
            return [Finding(.note, folder, "is not there yet", "The first start makes it.")]
        }
        do throws(AuditVerifier.Failure) {
            switch try AuditVerifier.verify(directory: folder) {
            case .whole: return lastRecord(at: now)
            case .broken(let chainBreak):
                return [
                    Finding(
                        .error, folder, "the trail is broken: \(chainBreak)",
                        "Keep the files as they are, and find out who could write to them.")
                ]
            }
        } catch {
            switch error {
            case .notATrail: return [Finding(.note, folder, "holds no audit trail yet", "The first start begins it.")]
            case .file(let failure):
                return [
                    Finding(
                        .warning, folder, failure.description,
                        "The trail could not be verified: run the doctor as the service's user, or as root.")
                ]
            }
        }
    }

    private func lastRecord(at now: UnixTime) -> [Finding] {
        do throws(FileFailure) {
            // A record of this very moment may be written between the two looks at the clock.
            guard let last = try AuditReader(directory: folder).newest(1, where: { _ in true }).first?.time,
                last > now + .seconds(60)
            else { return [] }
            let what = "the last record is of \(RFC3339.string(last)), and it is \(RFC3339.string(now)) now"
            return [
                Finding(
                    .error, "clock", what,
                    "The clock was put back: synchronise it (chrony, systemd-timesyncd). Codes and certificates depend on it."
                )
            ]
        } catch {
            return [Finding(.warning, folder, error.description, "Its last record could not be read.")]
        }
    }
}
