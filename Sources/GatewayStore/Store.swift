/// Everything the gateway remembers, for the one place that composes it; all others ask for the small protocol they need.
///
/// Rules for every implementation, held by one contract test suite:
/// - a state change is one conditional statement, so that of any number of racers exactly one wins, across processes;
/// - what a call returned is durable: it survives the process and the machine;
/// - a call that throws changed nothing;
/// - nothing here blocks an event loop or the cooperative pool.
public protocol Store: UserStore, FactorStore, SecurityKeyStore, AttemptStore, SessionStore, OneTimeCodeStore,
    LockStore, GrantStore, ApprovalStore, PartnerStore, DirectoryStore, AccountRequestStore, AccountCareStore,
    ServiceStore, KeyStore, LoginHistoryStore, TokenStockStore, FactorResetStore, NoticeStore, ContactStore, PlaceStore,
    PolicyStore, RecordHoldStore, MeasureStore, ReviewStore, ReportStore,
    StoreProbe
{}
