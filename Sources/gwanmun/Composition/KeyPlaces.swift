import GatewaySettings
import GatewayVault

extension GatewayConfiguration {
    /// Where key-encryption keys are, the place of new ones first.
    var keyPlaces: [any KeyPlace] { [KeyFile(places.keyFile)] }

    var vaultSettings: VaultSettings { VaultSettings(rotateAfter: keys.rotateAfter) }
}
