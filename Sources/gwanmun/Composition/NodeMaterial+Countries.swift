import GatewayAccess
import GatewayCountries
import GatewaySettings

extension NodeMaterial {
    /// The look-up that the configuration asks for, by the database as it is now; where there is none, nothing is known.
    static func readCountries(_ configuration: GatewayConfiguration) throws(NodeProblem) -> CountryLookup {
        guard let file = configuration.countryDatabase else { return { _ in nil } }
        do throws(CountryFileProblem) {
            let database = try CountryDatabase(file: file)
            return { database.country(of: $0) }
        } catch {
            throw NodeProblem(
                [error.description],
                hint: "'countries: {database: FILE}' names a database of countries in MaxMind's format (.mmdb).")
        }
    }
}
