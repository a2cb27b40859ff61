/// Bindings of certificates whose key a designated terminal keeps.
enum V0019DesignatedDevices {
    static let sql = """
        -- The terminal's name in the site's list of assets; NULL: no terminal in particular.
        ALTER TABLE certificate_bindings ADD COLUMN device TEXT;
        """
}
