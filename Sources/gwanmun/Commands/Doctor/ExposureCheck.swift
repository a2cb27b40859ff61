import GatewayIdentity
import GatewaySettings

/// What is reachable from where, and what must never be.
struct ExposureCheck {
    private let configuration: GatewayConfiguration
    private let file: String

    init(_ configuration: GatewayConfiguration, file: String) {
        self.configuration = configuration
        self.file = file
    }

    var findings: [Finding] { demo + ops + limits + warnings }

    /// The people of a demo have their keys and secrets in a file beside its configuration.
    private var demo: [Finding] {
        let folder = file.lastIndex(of: "/").map { String(file[..<$0]) } ?? "."
        let people = DemoFolder(path: folder).peopleFile
        guard FileStatus(people) != nil else { return [] }
        let listen = configuration.listen
        let isOpen = [listen.gate, listen.desk].contains { !$0.address.address.isLoopback }
        let what =
            "made by 'gwanmun demo': keys and secrets of its people are in \(people)"
            + (isOpen ? ", and it listens beyond this machine" : "")
        return [
            Finding(
                isOpen ? .error : .warning, file, what,
                "Not for real use: begin with an own configuration and own people.")
        ]
    }

    private var ops: [Finding] {
        let ops = configuration.listen.ops
        guard !ops.address.isLoopback else { return [] }
        return [
            Finding(
                .warning, "listen.ops", "\(ops) is reachable from elsewhere, and asks nobody who they are",
                "Put it on 127.0.0.1, or behind a firewall.")
        ]
    }

    private var limits: [Finding] {
        guard configuration.limits.sourceFailures == nil else { return [] }
        return [
            Finding(
                .warning, "limits.source_failures", "is off: one address may try without end",
                "Leave it out, for 20 failures in 10 minutes.")
        ]
    }

    private var warnings: [Finding] {
        let warnings = configuration.warnings
        guard warnings.webhook == nil, warnings.mail == nil, warnings.syslog == nil else { return [] }
        let advice =
            "Name warnings.webhook, warnings.mail or warnings.syslog, so that the security officer hears of locks within a minute (guide, NCT2-4.2-U1)."
        return [Finding(.note, "warnings", "of unlawful sign-in attempts go to the log alone", advice)]
    }
}
