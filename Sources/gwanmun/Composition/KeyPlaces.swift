import GatewayPKCS11
import GatewaySettings
import GatewayVault

extension GatewayConfiguration {
    /// Where key-encryption keys are, the place of new ones first.
    var keyPlaces: [any KeyPlace] {
        (tokenAddress.map { [TokenKeys($0)] } ?? []) + (places.keyFile.map { [KeyFile($0)] } ?? [])
    }

    var vaultSettings: VaultSettings { VaultSettings(rotateAfter: keys.rotateAfter, lease: keys.lease) }

    private var tokenAddress: TokenAddress? {
        keys.token.map { token in
            TokenAddress(
                module: token.module, token: token.label, keyLabel: token.keyLabel, pinFile: token.pinFile,
                patience: token.patience)
        }
    }
}
