import GatewayPKCS11
import GatewaySettings
import GatewayVault

extension GatewayConfiguration {
    /// Where key-encryption keys are, the place of new ones first.
    func keyPlaces(_ token: TokenKeys?) -> [any KeyPlace] {
        (token.map { [$0] } ?? []) + (places.keyFile.map { [KeyFile($0)] } ?? [])
    }

    var vaultSettings: VaultSettings { VaultSettings(rotateAfter: keys.rotateAfter, lease: keys.lease) }

    /// The token, if there is one: opened once for all that is kept in it.
    var tokenKeys: TokenKeys? { tokenAddress.map { TokenKeys($0) } }

    private var tokenAddress: TokenAddress? {
        keys.token.map { token in
            TokenAddress(
                module: token.module, token: token.label, keyLabel: token.keyLabel, pinFile: token.pinFile,
                patience: token.patience)
        }
    }
}
