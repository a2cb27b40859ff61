import GatewayJSON
import GatewaySCIM

/// What must hold for the readers of filters, paths and JSON whatever the bytes.
package enum SCIMProperties {
    /// Made anew each time: pointers inside of a global enumeration look like leaks to the sanitizer.
    private static var resource: JSON {
        .object([
            "schemas": .array([.string(SCIMSchema.user)]), "id": .string("kim-7f3a"), "userName": .string("kim-7f3a"),
            "active": .bool(true), "age": .number("41"),
            "roles": .array([.object(["value": .string("staff")]), .object(["value": .string("auditor")])]),
            SCIMSchema.enterpriseUser: .object(["organization": .string("Lab")]),
        ])
    }

    /// - Returns: what does not hold, or `nil`.
    package static func violation(in input: [UInt8]) -> String? {
        if let value = JSON(input), JSON(value.bytes) != value { return "JSON does not come back as it was written" }
        guard let text = String(validating: input, as: UTF8.self) else { return nil }
        return violation(ofFilter: text) ?? violation(ofPath: text)
    }

    private static func violation(ofFilter text: String) -> String? {
        do throws(SCIMProblem) {
            let filter = try SCIMFilter(text)
            let resource = resource
            let isSame = filter.matches(resource) != SCIMFilter.not(filter).matches(resource)
            return isSame ? nil : "a filter and its opposite agree"
        } catch {
            return error.kind == .invalidFilter ? nil : "a filter refused as \(error)"
        }
    }

    private static func violation(ofPath text: String) -> String? {
        let resource = resource
        for (verb, value) in [("add", JSON.string("x")), ("replace", .array([])), ("remove", .null)] {
            let operation = JSON.object(["op": .string(verb), "path": .string(text), "value": value])
            let body = JSON.object([
                "schemas": .array([.string("urn:ietf:params:scim:api:messages:2.0:PatchOp")]),
                "Operations": .array([operation]),
            ])
            do throws(SCIMProblem) {
                let changed = try SCIMPatch(body).applied(to: resource)
                if changed.attribute("id") != resource.attribute("id") { return "an id was changed" }
            } catch {
                if error.status != 400 { return "a path refused as \(error)" }
            }
        }
        return nil
    }
}
