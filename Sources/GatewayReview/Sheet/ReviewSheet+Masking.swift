extension ReviewSheet.Table {
    /// With addresses as those see them who may not change anything about people (compliance profile nct-2025-04, 2.8).
    public var masked: ReviewSheet.Table {
        guard let index = columns.firstIndex(of: .source) else { return self }
        var table = self
        table.rows = rows.map { row in
            guard index < row.count else { return row }
            var row = row
            row[index] = Self.masked(row[index])
            return row
        }
        return table
    }

    /// `203.0.*.*`, `2001:db8:*`.
    private static func masked(_ address: String) -> String {
        let octets = address.split(separator: ".")
        if octets.count == 4 { return octets.prefix(2).joined(separator: ".") + ".*.*" }
        return address.split(separator: ":").prefix(2).joined(separator: ":") + ":*"
    }
}
