internal import GatewayIdentity

extension ReviewSheet.Table {
    /// With addresses as those see them who may not change anything about people (compliance profile nct-2025-04, 2.8).
    public var masked: ReviewSheet.Table {
        guard let index = columns.firstIndex(of: .source) else { return self }
        var table = self
        table.rows = rows.map { row in
            guard index < row.count else { return row }
            var row = row
            row[index] = NetworkAddress(row[index])?.masked ?? "*"
            return row
        }
        return table
    }
}
