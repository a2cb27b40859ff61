import GatewayAccess
import GatewayIdentity
import GatewayNotices
import GatewaySettings
import GatewayStore
import GatewaySystem
import NIOPosix

/// Hands each message to a program with the interface of sendmail, in the recipient's language.
///
/// The program gets the same words every time and the message on its standard input; no shell is between.
struct MailCarrier: WarningCarrier {
    let channel = WarningChannel.mail
    let gathersTrifles = true
    /// What a program may take to queue a message. One that hangs is ended, and the message tried again.
    private static let patience = Duration.seconds(30)

    private let settings: WarningSettings.Mail
    private let contacts: any ContactStore
    private let clock: Clock
    /// The program is waited for on a thread of its own.
    private let thread = NIOThreadPool(numberOfThreads: 1)

    init(_ settings: WarningSettings.Mail, contacts: any ContactStore, clock: @escaping Clock) {
        self.settings = settings
        self.contacts = contacts
        self.clock = clock
        thread.start()
    }

    /// Each officer gets a copy of their own: one whose address fails costs the others nothing, and brings them nothing
    /// twice.
    func copies(of warning: SecurityWarning) -> [SecurityWarning] {
        switch warning.audience {
        case .owner, .sponsor: [warning]
        case .securityOfficer:
            settings.officers.map { officer in
                var copy = warning
                copy.address = officer
                return copy
            }
        }
    }

    func carry(_ message: WarningMessage, id: String) async -> Carriage {
        let recipient: MailAddress?
        do throws(StoreError) {
            recipient = try await address(of: message.lead)
        } catch {
            return .unreached(error.description)
        }
        guard let recipient else { return .nowhere }
        return await send(mail(message, to: recipient, id: id))
    }

    private func address(of warning: SecurityWarning) async throws(StoreError) -> MailAddress? {
        switch warning.audience {
        case .owner(let name), .sponsor(let name):
            if let address = warning.address { return address }
            return try await contacts.contact(of: name)
        case .securityOfficer:
            // Who left the office since it was written gets it no more; another does.
            return settings.officers.first { $0 == warning.address } ?? settings.officers.first
        }
    }

    private func mail(_ message: WarningMessage, to recipient: MailAddress, id: String) -> MailMessage {
        let language = message.lead.language
        return MailMessage(
            from: settings.from, sender: message.lead.service, to: recipient, subject: message.subject(in: language),
            body: message.text(in: language), language: language, at: clock(), id: id)
    }

    private func send(_ mail: MailMessage) async -> Carriage {
        let (program, arguments, bytes) = (settings.program, settings.arguments, mail.bytes)
        do {
            let ending = try await thread.runIfActive {
                try ProgramRun.run(program, arguments, input: bytes, within: Self.patience)
            }
            return Carriage(ending)
        } catch {
            return .unreached("\(error)")
        }
    }
}

extension Carriage {
    /// What exit codes say: those of <sysexits.h>, as programs of this kind use them.
    init(_ ending: ProgramRun.Ending) {
        switch ending {
        case .exited(code: 0, _): self = .accepted
        // EX_DATAERR, EX_NOUSER, EX_NOHOST: about this message.
        case .exited(let code, let said) where [65, 67, 68].contains(code):
            self = .refused("exit \(code): \(said.onOneLine)")
        case .exited(let code, let said): self = .unreached("exit \(code): \(said.onOneLine)")
        case .killed(let signal): self = .unreached("the mail program was ended by signal \(signal)")
        case .timedOut: self = .unreached("the mail program did not end in time and was killed")
        }
    }
}
