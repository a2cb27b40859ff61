import ArgumentParser
import GatewayIdentity

/// Networks and ends as commands take them.
enum TermsArguments {
    static let networkHelp: String = "An address or a network it comes from, such as 10.20.3.0/28; may be given again."
    static let untilHelp: String = "The last day (Korean time), or an instant; at most 366 days ahead."

    static func check(networks: [String]) throws {
        for text in networks where CIDRBlock(text) == nil {
            throw ValidationError("--network: '\(text)' is no address and no network such as 10.20.3.0/28.")
        }
    }
}
