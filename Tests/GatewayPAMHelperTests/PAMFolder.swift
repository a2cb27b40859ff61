import FoundationEssentials
import GatewayCrypto
import GatewayPAMHelper
import GatewayPAMWire
import GatewayTesting
import Glibc

/// A folder of PAM services, over the modules of Debian's `libpam-wrapper`, `libpam-oath` and `libpam-modules`.
struct PAMFolder {
    let path: String

    init(in folder: TemporaryFolder) throws {
        path = folder.path
        try write(
            "passwords",
            "kim-7f3a:correct horse:login\nlee-1b2c:battery staple:elsewhere\nhang-0000:x:login\ndie-0000:x:login\n")
        // Written by pam_exec's own environment, as a module that misbehaves for some people. Read by a shell: a file that was just written may still be
        // open for writing in a process that another test is starting, and cannot be executed then.
        try write(
            "misbehave",
            """
            #!/bin/sh
            echo noise
            case $PAM_USER in hang-*) exec sleep 20 ;; die-*) kill -9 $PPID ;; esac

            """,
            mode: 0o755)
        try service(
            "login",
            [
                "auth required \(Self.matrix) passdb=\(path)/passwords",
                "account required \(Self.matrix) passdb=\(path)/passwords",
            ])
        try service(
            "trouble",
            [
                "auth required pam_exec.so quiet /bin/sh \(path)/misbehave",
                "auth required \(Self.matrix) passdb=\(path)/passwords", "account required pam_permit.so",
            ])
        try service(
            "expired",
            [
                "auth required \(Self.matrix) passdb=\(path)/passwords",
                "account required pam_debug.so acct=new_authtok_reqd",
                "password required \(Self.matrix) passdb=\(path)/passwords",
            ])
        try service(
            "closed", ["auth required \(Self.matrix) passdb=\(path)/passwords", "account required pam_deny.so"])
        try service("delaying", ["auth required pam_faildelay.so delay=600000000", "auth required pam_deny.so"])
        // Takes the items that it sets from the helper's environment.
        try service(
            "renaming",
            [
                "auth required \(Self.matrix) passdb=\(path)/passwords",
                "auth required \(Self.wrapper)/pam_set_items.so", "account required pam_permit.so",
            ])
        // Lets in whoever comes, and looks at nothing.
        try service("careless", ["auth sufficient pam_permit.so", "account required pam_permit.so"])
        // Says that a password was changed, and changes none.
        try service(
            "unchanging",
            [
                "auth required \(Self.matrix) passdb=\(path)/passwords",
                "account required pam_debug.so acct=new_authtok_reqd", "password required pam_permit.so",
            ])
        try service("broken", ["auth required /nonexistent/pam_module.so", "account required pam_permit.so"])
        try write(
            "oath",
            "HOTP lee-1b2c - 3132333435363738393031323334353637383930\nHOTP kim-7f3a - 3132333435363738393031323334353637383930\n",
            mode: 0o600)
        try service(
            "two",
            [
                "auth required \(Self.matrix) passdb=\(path)/passwords",
                "auth required pam_oath.so usersfile=\(path)/oath window=3 digits=6",
                "account required pam_permit.so",
            ])
    }

    /// One helper at a time, and refusals at once.
    func authenticator(
        _ service: String, patience: Duration = .seconds(20), refusalQuantum: Duration = .milliseconds(1)
    ) throws -> PAMAuthenticator {
        PAMAuthenticator(
            PAMHelperSettings(
                program: .pam(at: try Programs.helper(), service: service, folder: path), processes: 1,
                patience: patience, refusalQuantum: refusalQuantum))
    }

    func request(_ account: String, _ answers: [String]) throws -> PAMRequest {
        try PAMRequest(
            account: account, source: "192.0.2.7", answers: answers.map { SecretBytes(copying: Array($0.utf8)) })
    }

    func text(of name: String) throws -> String { try String(contentsOfFile: path + "/" + name, encoding: .utf8) }

    private static let wrapper = "/usr/lib/x86_64-linux-gnu/pam_wrapper"
    private static let matrix = wrapper + "/pam_matrix.so"

    private func service(_ name: String, _ lines: [String]) throws {
        try write(name, lines.joined(separator: "\n") + "\n")
    }

    private func write(_ name: String, _ text: String, mode: mode_t = 0o644) throws {
        try text.write(toFile: path + "/" + name, atomically: false, encoding: .utf8)
        chmod(path + "/" + name, mode)
    }
}
