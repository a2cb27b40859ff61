import GatewayIdentity
import GatewaySettings
import Glibc

/// Whether warnings get out: what waits too long, what was set aside, whether the mail program is there.
struct WarningCheck {
    private let settings: WarningSettings

    /// What is younger may be on its way: an owner's message waits up to ten minutes for its turn.
    private static let patience = Duration.seconds(15 * 60)

    init(_ settings: WarningSettings) { self.settings = settings }

    func findings(at now: UnixTime) -> [Finding] {
        WarningChannel.allCases.flatMap { spool(of: $0, at: now) } + mailProgram
    }

    private func spool(of channel: WarningChannel, at now: UnixTime) -> [Finding] {
        let folder = settings.spool + "/" + channel.rawValue
        guard FileStatus(folder)?.kind == .folder else { return [] }
        let names: [String]
        do throws(WarningSpool.Problem) {
            names = try WarningSpool.names(in: folder)
        } catch {
            return [Finding(.warning, folder, error.description, "Run the doctor as the service's user, or as root.")]
        }
        var findings: [Finding] = []
        let late = names.filter { $0.hasSuffix(WarningSpool.ending) && Self.age(of: $0, at: now) > Self.patience }
        if !late.isEmpty {
            findings.append(
                Finding(
                    .warning, folder, "\(late.count) warnings wait for more than 15 minutes",
                    "'gwanmun status' says why the channel fails; 'gwanmun warnings test' tries it."))
        }
        let aside = names.filter { name in WarningSpool.SetAside.allCases.contains { name.hasSuffix(".\($0.rawValue)") }
        }
        if !aside.isEmpty {
            findings.append(
                Finding(
                    .warning, folder, "\(aside.count) warnings were set aside and reached nobody",
                    "Read them, tell whom they are for, and remove them."))
        }
        return findings
    }

    /// Names begin with the milliseconds at which they were made.
    private static func age(of name: String, at now: UnixTime) -> Duration {
        let made = name.split(separator: "-").first.flatMap { Int64($0) }
        return made.map { now - UnixTime(milliseconds: $0) } ?? .zero
    }

    private var mailProgram: [Finding] {
        guard let program = settings.mail?.program else { return [] }
        guard access(program, X_OK) == 0 else {
            return [
                Finding(
                    .error, program, "cannot be run: \(LastError.text)",
                    "Install a program with the interface of sendmail, or name it in warnings.mail.program.")
            ]
        }
        guard let status = FileStatus(program), status.isWritableByOthers else { return [] }
        return [Finding(.error, program, "mode \(status.octal); others may change it", "chmod go-w \(program)")]
    }
}
