extension AuditTrail {
    /// The last record that is on the disk; 0: none.
    public var lastAcknowledged: UInt64 { end.last }
}
