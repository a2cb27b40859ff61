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
            return [
                Finding(
                    .warning, folder, .init("경고 폴더를 읽을 수 없습니다: \(error.description)", error.description), .runAsService)
            ]
        }
        var findings: [Finding] = []
        let late = names.filter { $0.hasSuffix(WarningSpool.ending) && Self.age(of: $0, at: now) > Self.patience }
        if !late.isEmpty {
            findings.append(
                Finding(
                    .warning, folder,
                    .init(
                        "경고 \(late.count)건이 15분 넘게 전달되지 않았습니다", "\(late.count) warnings wait for more than 15 minutes"),
                    .init(
                        "'gwanmun status'에서 이유를 확인하고 'gwanmun warnings test'로 시험하십시오.",
                        "'gwanmun status' says why the channel fails; 'gwanmun warnings test' tries it.")))
        }
        let aside = names.filter { name in WarningSpool.SetAside.allCases.contains { name.hasSuffix(".\($0.rawValue)") }
        }
        if !aside.isEmpty {
            findings.append(
                Finding(
                    .warning, folder,
                    .init(
                        "경고 \(aside.count)건이 아무에게도 전달되지 않은 채 제외되었습니다",
                        "\(aside.count) warnings were set aside and reached nobody"),
                    .init("내용을 읽고 받을 사람에게 알린 뒤 지우십시오.", "Read them, tell whom they are for, and remove them.")))
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
            let problem = LastError.text
            return [
                Finding(
                    .error, program, .init("실행할 수 없습니다: \(problem)", "cannot be run: \(problem)"),
                    .init(
                        "sendmail과 호환되는 프로그램을 설치하거나 warnings.mail.program에 적으십시오.",
                        "Install a program with the interface of sendmail, or name it in warnings.mail.program."))
            ]
        }
        guard let status = FileStatus(program), status.isWritableByOthers else { return [] }
        return [Finding(.error, program, .changeable(status), .run("chmod go-w \(program)"))]
    }
}
