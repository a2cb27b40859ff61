// A provider that offers a short list of the default provider's algorithms, in a library context of its own. OpenSSL's `test/filterprov.c`
// is made the same way: every implementation is the default provider's, with its context; only the list of what there is is ours.
#ifndef GWANMUN_SHIM_PROVIDER_H
#define GWANMUN_SHIM_PROVIDER_H

#include <openssl/core_dispatch.h>
#include <openssl/core_names.h>
#include <openssl/evp.h>
#include <openssl/provider.h>
#include <string.h>

// What TLS 1.2 and 1.3 use under the profile `modern`: OpenSSL's first name of each. `operation` 0 ends the table.
typedef struct gw_algorithm {
    int operation;
    const char *name;
} gw_algorithm;

static const gw_algorithm gw_server_algorithms[] = {
    {OSSL_OP_DIGEST, "SHA1"},  // names certificates inside OpenSSL; no signature algorithm of the profile has it
    {OSSL_OP_DIGEST, "SHA2-256"},
    {OSSL_OP_DIGEST, "SHA2-384"},
    {OSSL_OP_DIGEST, "SHA2-512"},
    {OSSL_OP_CIPHER, "AES-128-GCM"},
    {OSSL_OP_CIPHER, "AES-256-GCM"},
    {OSSL_OP_CIPHER, "ChaCha20-Poly1305"},
    {OSSL_OP_MAC, "HMAC"},
    {OSSL_OP_KDF, "HKDF"},
    {OSSL_OP_KDF, "TLS13-KDF"},
    {OSSL_OP_KDF, "TLS1-PRF"},
    {OSSL_OP_RAND, "CTR-DRBG"},
    {OSSL_OP_RAND, "SEED-SRC"},
    {OSSL_OP_KEYMGMT, "EC"},
    {OSSL_OP_KEYMGMT, "RSA"},
    {OSSL_OP_KEYMGMT, "RSA-PSS"},  // TLS 1.3 looks its signatures up by this name, those of plain RSA keys too
    {OSSL_OP_KEYMGMT, "X25519"},
    {OSSL_OP_KEYMGMT, "HKDF"},
    {OSSL_OP_KEYMGMT, "TLS1-PRF"},
    {OSSL_OP_KEYEXCH, "ECDH"},
    {OSSL_OP_KEYEXCH, "X25519"},
    {OSSL_OP_KEYEXCH, "HKDF"},
    {OSSL_OP_KEYEXCH, "TLS1-PRF"},
    {OSSL_OP_SIGNATURE, "ECDSA"},
    {OSSL_OP_SIGNATURE, "RSA"},
    {OSSL_OP_DECODER, "EC"},
    {OSSL_OP_DECODER, "RSA"},
    {0, NULL},
};

// `names` is "FIRST:SECOND:...".
static inline int gw_is_first_name(const char *names, const char *name) {
    size_t length = strlen(name);
    return strncmp(names, name, length) == 0 && (names[length] == '\0' || names[length] == ':');
}

static inline int gw_is_server_algorithm(int operation, const OSSL_ALGORITHM *offered) {
    // Of the decoders, those of a certificate's public key. Every one that is there is looked at for every certificate that is read.
    if (operation == OSSL_OP_DECODER && strstr(offered->property_definition, "structure=SubjectPublicKeyInfo") == NULL) return 0;
    for (const gw_algorithm *kept = gw_server_algorithms; kept->name != NULL; kept++)
        if (kept->operation == operation && gw_is_first_name(offered->algorithm_names, kept->name)) return 1;
    return 0;
}

// The filter's state: made once, for the life of the process.
typedef struct gw_filter {
    OSSL_PROVIDER *full;
    OSSL_ALGORITHM kept[OSSL_OP__HIGHEST + 1][sizeof gw_server_algorithms / sizeof gw_server_algorithms[0]];
} gw_filter;

static inline gw_filter *gw_the_filter(void) {
    static gw_filter filter;
    return &filter;
}

static inline const OSSL_ALGORITHM *gw_filter_query(void *context, int operation, int *must_not_cache) {
    (void)context;
    *must_not_cache = 0;
    gw_filter *filter = gw_the_filter();
    return operation >= 1 && operation <= OSSL_OP__HIGHEST && filter->kept[operation][0].algorithm_names != NULL ? filter->kept[operation] : NULL;
}

static inline int gw_filter_capabilities(void *context, const char *capability, OSSL_CALLBACK *callback, void *argument) {
    (void)context;
    return OSSL_PROVIDER_get_capabilities(gw_the_filter()->full, capability, callback, argument);
}

static inline int gw_filter_init(const OSSL_CORE_HANDLE *handle, const OSSL_DISPATCH *in, const OSSL_DISPATCH **out, void **context) {
    (void)handle;
    (void)in;
    static const OSSL_DISPATCH offers[] = {
        {OSSL_FUNC_PROVIDER_QUERY_OPERATION, (void (*)(void))gw_filter_query},
        {OSSL_FUNC_PROVIDER_GET_CAPABILITIES, (void (*)(void))gw_filter_capabilities},
        {0, NULL},
    };
    *out = offers;
    // The implementations are the default provider's and expect its context.
    *context = OSSL_PROVIDER_get0_provider_ctx(gw_the_filter()->full);
    return *context != NULL;
}

// Copies what is kept of the default provider's lists. 0 when one has more entries than the table names.
static inline int gw_filter_fill(gw_filter *filter) {
    for (int operation = 1; operation <= OSSL_OP__HIGHEST; operation++) {
        int must_not_cache = 0;
        const OSSL_ALGORITHM *offered = OSSL_PROVIDER_query_operation(filter->full, operation, &must_not_cache);
        size_t count = 0, room = sizeof filter->kept[operation] / sizeof filter->kept[operation][0] - 1;
        for (; offered != NULL && offered->algorithm_names != NULL; offered++) {
            if (!gw_is_server_algorithm(operation, offered)) continue;
            if (count == room) return 0;
            filter->kept[operation][count++] = *offered;
        }
    }
    return 1;
}

static inline int gw_note_provider(OSSL_PROVIDER *provider, void *others) {
    if (strcmp(OSSL_PROVIDER_get0_name(provider), "default") != 0) *(int *)others = 1;
    return 1;
}

// Whether nobody chose algorithms for this machine: no provider beside the default one, no demand for approved algorithms.
static inline int gw_default_provider_is_alone(void) {
    int others = 0;
    return OSSL_PROVIDER_do_all(NULL, gw_note_provider, &others) == 1 && !others && EVP_default_properties_is_fips_enabled(NULL) == 0;
}

// A library context with the short list, or NULL with the reason in the error queue. Call once.
static inline OSSL_LIB_CTX *gw_server_library_new(void) {
    gw_filter *filter = gw_the_filter();
    filter->full = OSSL_PROVIDER_load(NULL, "default");
    OSSL_LIB_CTX *library = OSSL_LIB_CTX_new();
    if (filter->full != NULL && library != NULL && gw_filter_fill(filter)
        && OSSL_PROVIDER_add_builtin(library, "gwanmun", gw_filter_init) == 1 && OSSL_PROVIDER_load(library, "gwanmun") != NULL)
        return library;
    OSSL_LIB_CTX_free(library);
    OSSL_PROVIDER_unload(filter->full);
    return NULL;
}

#endif
