internal import GatewayPAM
internal import Glibc

// The gate's PAM helper: `gwanmun-pam SERVICE [FOLDER]`. Answers requests on descriptor 3, one after another, until the gate closes it.
//
// A process of its own, because modules are foreign code that blocks, crashes and keeps what it was told.

guard CommandLine.arguments.count == 2 || CommandLine.arguments.count == 3 else { exit(EX_USAGE) }
let gate: CInt = 3
guard Confinement.enter(keeping: gate) else { exit(EX_OSERR) }
let folder = CommandLine.arguments.count == 3 ? CommandLine.arguments[2] : nil
let service = PAMService(name: CommandLine.arguments[1], folder: folder)
exit(ServiceLoop(service: service, socket: GateSocket(descriptor: gate)).run())
