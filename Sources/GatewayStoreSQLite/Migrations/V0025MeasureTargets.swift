/// What a measure is to lock, and which grants it found resting, so that it can be completed, and lifted beside others; whose a certificate is that only
/// its SHA-256 is known of.
enum V0025MeasureTargets {
    static let sql = """
        -- Lists, apart by spaces: SHA-256 of certificates, identifiers of grants.
        ALTER TABLE measures ADD COLUMN certificates TEXT NOT NULL DEFAULT '';
        ALTER TABLE measures ADD COLUMN found_paused TEXT NOT NULL DEFAULT '';
        -- NULL: noted before it was kept, and not shown since.
        ALTER TABLE known_certificates ADD COLUMN fingerprint TEXT;
        CREATE INDEX known_certificates_by_fingerprint ON known_certificates (fingerprint);
        """
}
