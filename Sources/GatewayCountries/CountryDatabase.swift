internal import CMaxMindDB
public import GatewayIdentity

/// A database that knows in which country an address lies (MaxMind DB format 2.0): sole owner of a `MMDB_s`.
///
/// It works on a copy in memory, not on the file: libmaxminddb maps what it opens, and whoever cut the file short would end the process with it.
///
/// `@unchecked Sendable`: nothing is written after `init`, and look-ups of libmaxminddb share no state (libmaxminddb(3), "Thread Safety").
public final class CountryDatabase: @unchecked Sendable {
    /// Databases of countries have some ten MiB; those of cities below 200.
    public static let sizeLimit = 256 << 20

    private let database: UnsafeMutablePointer<MMDB_s>

    /// - Throws: for what cannot be read or is no such database. What is damaged further inside shows in look-ups, as unknown countries.
    public init(file path: String) throws(CountryFileProblem) { database = try Self.open(path) }

    /// - Returns: allocated, and open; the caller's to close and to free.
    private static func open(_ path: String) throws(CountryFileProblem) -> UnsafeMutablePointer<MMDB_s> {
        let copy = try MemoryFile.copy(of: path, limit: sizeLimit)
        let database = UnsafeMutablePointer<MMDB_s>.allocate(capacity: 1)
        database.initialize(to: MMDB_s())
        let status = copy.path.withCString { MMDB_open($0, UInt32(MMDB_MODE_MMAP), database) }
        guard status == MMDB_SUCCESS else {
            // libmaxminddb has closed what it opened.
            database.deallocate()
            throw CountryFileProblem(path, .notADatabase(String(cString: MMDB_strerror(status))))
        }
        return database
    }

    deinit {
        MMDB_close(database)
        database.deallocate()
    }

    /// When it was made, by its own words; for people, who see whether it is old.
    public var builtAt: UnixTime { UnixTime(seconds: Int64(clamping: database.pointee.metadata.build_epoch)) }

    /// - Returns: `nil` for an address that nobody can tell a country of: private ones, those it does not have, a code that ISO 3166-1 has not
    ///   assigned, a record that is damaged.
    public func country(of address: NetworkAddress) -> CountryCode? {
        guard !PrivateNetworks.contain(address) else { return nil }
        let found = lookUp(address)
        guard found.found_entry else { return nil }
        return text(at: ["country", "iso_code"], in: found.entry).flatMap(CountryCode.init)
            // Databases of others are flat.
            ?? text(at: ["country_code"], in: found.entry).flatMap(CountryCode.init)
    }

    private func lookUp(_ address: NetworkAddress) -> MMDB_lookup_result_s {
        var status: CInt = 0
        // An IPv4 address as `::ffff:a.b.c.d` is in no database; they keep IPv4 in a tree of its own or below `::/96`.
        let found =
            if address.isIPv4 {
                address.withIPv4Socket { MMDB_lookup_sockaddr(database, $0, &status) }
            } else {
                address.withIPv6Socket { MMDB_lookup_sockaddr(database, $0, &status) }
            }
        return status == MMDB_SUCCESS ? found : MMDB_lookup_result_s()
    }

    /// The text at a path of keys, if it is two bytes long, as codes of countries are.
    private func text(at path: [StaticString], in entry: MMDB_entry_s) -> String? {
        var start = entry
        var data = MMDB_entry_data_s()
        // The list of keys ends with NULL. Static text stays where it is.
        let keys: [UnsafePointer<CChar>?] =
            path.map { UnsafeRawPointer($0.utf8Start).assumingMemoryBound(to: CChar.self) } + [nil]
        let status = keys.withUnsafeBufferPointer { MMDB_aget_value(&start, &data, $0.baseAddress) }
        guard status == MMDB_SUCCESS, data.has_data, data.type == UInt32(MMDB_DATA_TYPE_UTF8_STRING),
            data.data_size == 2,
            let bytes = data.utf8_string
        else { return nil }
        return String(decoding: UnsafeRawBufferPointer(start: bytes, count: 2), as: UTF8.self)
    }
}
