internal import CPAM
internal import GatewayPAMWire

/// One transaction with libpam: sole owner of one `pam_handle_t *`.
struct PAMTransaction: ~Copyable {
    private let handle: OpaquePointer  // pam_handle_t *
    /// Kept alive for as long as libpam may call it.
    private let conversation: PAMConversation
    /// The result of the last call, which modules' clean-up is told.
    private var last: Int32 = PAM_SUCCESS

    /// `PAM_TTY`, which `pam_access` and others compare: as `ssh` of sshd, no device.
    private static let terminal = "gwanmun"

    /// - Parameter folder: where the service's file is, instead of `/etc/pam.d`.
    init?(service: String, account: String, folder: String?, conversation: PAMConversation) {
        var native = conversation.native
        var handle: OpaquePointer?
        let status =
            if let folder {
                pam_start_confdir(service, account, &native, folder, &handle)
            } else {
                pam_start(service, account, &native, &handle)
            }
        guard status == PAM_SUCCESS, let handle else { return nil }
        self.handle = handle
        self.conversation = conversation
    }

    deinit { pam_end(handle, last) }

    /// Tells modules where the person sits and that there is no terminal but the gate, and that nobody has to wait for a refusal here: the gate makes all refusals take equally long.
    mutating func set(source: String) -> Int32 {
        last = pam_set_item(handle, PAM_RHOST, source)
        guard last == PAM_SUCCESS else { return last }
        last = pam_set_item(handle, PAM_TTY, Self.terminal)
        guard last == PAM_SUCCESS else { return last }
        let noDelay: @convention(c) (Int32, UInt32, UnsafeMutableRawPointer?) -> Void = { _, _, _ in }
        last = pam_set_item(handle, PAM_FAIL_DELAY, unsafeBitCast(noDelay, to: UnsafeRawPointer.self))
        return last
    }

    mutating func authenticate() -> Int32 {
        last = pam_authenticate(handle, Int32(PAM_DISALLOW_NULL_AUTHTOK))
        return last
    }

    mutating func manageAccount() -> Int32 {
        last = pam_acct_mgmt(handle, Int32(PAM_DISALLOW_NULL_AUTHTOK))
        return last
    }

    mutating func changeExpiredPassword() -> Int32 {
        last = pam_chauthtok(handle, Int32(PAM_CHANGE_EXPIRED_AUTHTOK))
        return last
    }

    /// Whom the modules have authenticated in the end: they may change the name.
    func authenticatedAccount() -> String? {
        var item: UnsafeRawPointer?
        guard pam_get_item(handle, PAM_USER, &item) == PAM_SUCCESS, let item else { return nil }
        return String(cString: item.assumingMemoryBound(to: CChar.self))
    }
}
