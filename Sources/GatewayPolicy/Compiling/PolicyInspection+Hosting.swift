import GatewayIdentity

extension PolicyInspection {
    /// What tags ask of the console's own words about where it stands, and whether those words go together.
    mutating func inspectHosting(of console: Console) {
        if let attestation = console.hosting.doubleEncryption, attestation.userKey == attestation.providerKey {
            report(.oneKeyTwice(attestation.userKey), at: .console(console.id, "double_encryption"))
        }
        if let contract = console.hosting.contract, contract.asksForTLS {
            for member in console.upstreams.members where member.url.scheme != .https {
                report(.upstreamWithoutTLS(member.url.description), at: .console(console.id, "contract"))
            }
        }
        for name in console.tags.sorted() {
            guard let country = definition.tags[name]?.residency else { continue }
            inspectResidency(of: console, in: country, by: name)
        }
    }

    private mutating func inspectResidency(of console: Console, in country: CountryCode, by tag: TagName) {
        let hosting = console.hosting
        if let provider = hosting.provider {
            if let region = provider.region {
                if !provider.stands(in: country) {
                    report(.residency(tag, country, region: region), at: .console(console.id, "provider"))
                }
            } else {
                report(.demanded("provider.region", by: tag), at: .console(console.id, "provider"))
            }
        } else {
            report(.demanded("provider with its region", by: tag), at: .console(console.id))
        }
        if hosting.contract?.reference == nil {
            report(.demanded("contract.ref", by: tag), at: .console(console.id, "contract"))
        }
    }
}
