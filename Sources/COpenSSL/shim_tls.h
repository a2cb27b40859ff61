// TLS over borrowed memory: a BIO that reads from the bytes at hand and writes into the buffer at hand, so that one socket read and
// one socket write per flight suffice. What does not fit the lent output (alerts, key updates, handshake flights) goes to a spill.
#ifndef GWANMUN_SHIM_TLS_H
#define GWANMUN_SHIM_TLS_H

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

typedef struct gw_io {
    const uint8_t *in;
    size_t in_len;
    uint8_t *out;
    size_t out_len, out_cap;
    uint8_t *spill;
    size_t spill_len, spill_cap;
} gw_io;

// A peer that makes us answer without end (key updates, renegotiation tries) meets this wall.
#define GW_SPILL_LIMIT ((size_t)1 << 20)

static inline int gw_bio_read(BIO *bio, char *to, size_t wanted, size_t *got) {
    gw_io *io = (gw_io *)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    if (io->in_len == 0) {
        BIO_set_retry_read(bio);
        *got = 0;
        return 0;
    }
    if (wanted > io->in_len) wanted = io->in_len;
    memcpy(to, io->in, wanted);
    io->in += wanted;
    io->in_len -= wanted;
    *got = wanted;
    return 1;
}

static inline int gw_bio_write(BIO *bio, const char *from, size_t count, size_t *written) {
    gw_io *io = (gw_io *)BIO_get_data(bio);
    BIO_clear_retry_flags(bio);
    *written = 0;
    if (io->spill_len == 0 && io->out_cap - io->out_len >= count) {
        memcpy(io->out + io->out_len, from, count);
        io->out_len += count;
    } else {
        if (count > GW_SPILL_LIMIT - io->spill_len) return 0;
        size_t needed = io->spill_len + count;
        if (needed > io->spill_cap) {
            size_t cap = io->spill_cap == 0 ? 4096 : io->spill_cap;
            while (cap < needed) cap *= 2;
            uint8_t *grown = (uint8_t *)realloc(io->spill, cap);
            if (grown == NULL) return 0;
            io->spill = grown;
            io->spill_cap = cap;
        }
        memcpy(io->spill + io->spill_len, from, count);
        io->spill_len = needed;
    }
    *written = count;
    return 1;
}

static inline long gw_bio_ctrl(BIO *bio, int command, long number, void *pointer) {
    (void)bio;
    (void)number;
    (void)pointer;
    return command == BIO_CTRL_FLUSH ? 1 : 0;
}

// The method table; made once and kept for the life of the process.
static inline BIO_METHOD *gw_bio_method_new(void) {
    BIO_METHOD *method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "gwanmun memory");
    if (method == NULL) return NULL;
    BIO_meth_set_read_ex(method, gw_bio_read);
    BIO_meth_set_write_ex(method, gw_bio_write);
    BIO_meth_set_ctrl(method, gw_bio_ctrl);
    return method;
}

// Gives `ssl` one BIO for both directions over `io`; `io` must outlive `ssl`.
static inline int gw_ssl_attach(SSL *ssl, const BIO_METHOD *method, gw_io *io) {
    BIO *bio = BIO_new(method);
    if (bio == NULL) return 0;
    BIO_set_data(bio, io);
    BIO_set_init(bio, 1);
    SSL_set_bio(ssl, bio, bio);
    return 1;
}

static inline gw_io *gw_io_new(void) { return (gw_io *)calloc(1, sizeof(gw_io)); }

static inline void gw_io_free(gw_io *io) {
    if (io == NULL) return;
    free(io->spill);
    free(io);
}

static inline void gw_io_drop_spill(gw_io *io) {
    free(io->spill);
    io->spill = NULL;
    io->spill_len = io->spill_cap = 0;
}

typedef enum gw_step { GW_DONE = 0, GW_WANTS_INPUT = 1, GW_CLOSED = 2, GW_FAILED = 3 } gw_step;

// The error queue is per thread and shared by all connections of a loop: it is cleared before the call and read by SSL_get_error right after.
static inline gw_step gw_step_of(SSL *ssl, int result) {
    switch (SSL_get_error(ssl, result)) {
    case SSL_ERROR_WANT_READ: return GW_WANTS_INPUT;
    case SSL_ERROR_ZERO_RETURN: return GW_CLOSED;
    default: return GW_FAILED;
    }
}

static inline gw_step gw_ssl_handshake(SSL *ssl) {
    ERR_clear_error();
    int result = SSL_do_handshake(ssl);
    return result == 1 ? GW_DONE : gw_step_of(ssl, result);
}

static inline gw_step gw_ssl_read(SSL *ssl, void *to, size_t wanted, size_t *got) {
    ERR_clear_error();
    int result = SSL_read_ex(ssl, to, wanted, got);
    return result == 1 ? GW_DONE : gw_step_of(ssl, result);
}

static inline gw_step gw_ssl_write(SSL *ssl, const void *from, size_t count, size_t *written) {
    ERR_clear_error();
    int result = SSL_write_ex(ssl, from, count, written);
    return result == 1 ? GW_DONE : gw_step_of(ssl, result);
}

// Function-like macros, one to one.
static inline int gw_ctx_set_min_version(SSL_CTX *ctx, int version) { return (int)SSL_CTX_set_min_proto_version(ctx, version); }
static inline int gw_ctx_set_max_version(SSL_CTX *ctx, int version) { return (int)SSL_CTX_set_max_proto_version(ctx, version); }
static inline long gw_ctx_set_mode(SSL_CTX *ctx, long mode) { return SSL_CTX_set_mode(ctx, mode); }
// SSL_OP_* are built from a shifting macro that Swift does not see. Tickets, renegotiation and compression off; our order of suites.
static inline void gw_ctx_set_options(SSL_CTX *ctx) {
    SSL_CTX_set_options(ctx, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION | SSL_OP_CIPHER_SERVER_PREFERENCE);
}
static inline long gw_ctx_set_session_cache_off(SSL_CTX *ctx) { return SSL_CTX_set_session_cache_mode(ctx, SSL_SESS_CACHE_OFF); }
static inline int gw_ctx_set_groups(SSL_CTX *ctx, const char *list) { return (int)SSL_CTX_set1_groups_list(ctx, list); }
static inline int gw_ctx_set_signature_algorithms(SSL_CTX *ctx, const char *list) { return (int)SSL_CTX_set1_sigalgs_list(ctx, list); }
static inline int gw_ctx_set_client_signature_algorithms(SSL_CTX *ctx, const char *list) {
    return (int)SSL_CTX_set1_client_sigalgs_list(ctx, list);
}
static inline void gw_ctx_set_servername_callback(SSL_CTX *ctx, int (*callback)(SSL *, int *, void *), void *argument) {
    SSL_CTX_set_tlsext_servername_callback(ctx, callback);
    SSL_CTX_set_tlsext_servername_arg(ctx, argument);
}
static inline int gw_ssl_set_host_name(SSL *ssl, const char *name) { return (int)SSL_set_tlsext_host_name(ssl, name); }
static inline int gw_ctx_new_index(void) { return SSL_get_ex_new_index(0, NULL, NULL, NULL, NULL); }
static inline int gw_stack_count(const STACK_OF(X509) *stack) { return sk_X509_num(stack); }
static inline X509 *gw_stack_at(const STACK_OF(X509) *stack, int index) { return sk_X509_value(stack, index); }
static inline void gw_stack_empty(STACK_OF(X509) *stack) {
    while (sk_X509_num(stack) > 0) X509_free(sk_X509_pop(stack));
}
static inline const char *gw_ssl_group_name(SSL *ssl) {
    long id = SSL_get_negotiated_group(ssl);
    const char *name = SSL_group_to_name(ssl, (int)id);
    return name;
}
static inline int gw_ssl_use_tls12_or_older(SSL *ssl) { return SSL_version(ssl) <= TLS1_2_VERSION; }

#endif
