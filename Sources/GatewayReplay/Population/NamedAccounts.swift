internal import GatewayIdentity
internal import GatewayPolicy

/// The accounts that a policy names one by one: such a person cannot be asked about together with others of the same roles.
///
/// Found by reflection, wherever in the vocabulary they stand.
enum NamedAccounts {
    static func of(_ policy: PolicySnapshot) -> Set<AccountName> {
        var found: Set<AccountName> = []
        find(in: policy.definition, into: &found)
        return found
    }

    private static func find(in value: Any, into found: inout Set<AccountName>) {
        if let account = value as? AccountName {
            found.insert(account)
        } else if !(value is String) {
            for child in Mirror(reflecting: value).children { find(in: child.value, into: &found) }
        }
    }
}
