#ifndef GWANMUN_SHIM_CERTIFICATES_H
#define GWANMUN_SHIM_CERTIFICATES_H

#include <openssl/asn1.h>
#include <openssl/evp.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

// Variadic: a fresh key on a named curve.
static inline EVP_PKEY *gw_generate_ec_key(const char *curve) { return EVP_EC_gen(curve); }
static inline EVP_PKEY *gw_generate_rsa_key(size_t bits) { return EVP_RSA_gen(bits); }

// Macros: over another function, and a sum of casts (RFC 4514 text, with characters beyond ASCII as UTF-8 instead of \XX).
static inline const EVP_MD *gw_digest_by_nid(int nid) { return EVP_get_digestbynid(nid); }
static const unsigned long gw_name_style = (unsigned long)XN_FLAG_RFC2253 & ~(unsigned long)ASN1_STRFLGS_ESC_MSB;

// The stack types of OpenSSL are macros over one another; these are the members we use, one to one.
static inline int gw_revoked_count(const STACK_OF(X509_REVOKED) *stack) { return sk_X509_REVOKED_num(stack); }
static inline X509_REVOKED *gw_revoked_at(const STACK_OF(X509_REVOKED) *stack, int index) {
    return sk_X509_REVOKED_value(stack, index);
}
static inline void gw_revoked_sort(STACK_OF(X509_REVOKED) *stack) { sk_X509_REVOKED_sort(stack); }
static inline int gw_revoked_find(STACK_OF(X509_REVOKED) *stack, X509_REVOKED *like) {
    return sk_X509_REVOKED_find(stack, like);
}

static inline STACK_OF(X509) *gw_certificates_new(void) { return sk_X509_new_null(); }
static inline int gw_certificates_push(STACK_OF(X509) *stack, X509 *certificate) { return sk_X509_push(stack, certificate); }
// Frees the stack, not what it holds.
static inline void gw_certificates_free(STACK_OF(X509) *stack) { sk_X509_free(stack); }

static inline int gw_policies_count(const CERTIFICATEPOLICIES *policies) { return sk_POLICYINFO_num(policies); }
static inline const ASN1_OBJECT *gw_policy_at(const CERTIFICATEPOLICIES *policies, int index) {
    return sk_POLICYINFO_value(policies, index)->policyid;
}

static inline int gw_names_count(const GENERAL_NAMES *names) { return sk_GENERAL_NAME_num(names); }
static inline GENERAL_NAME *gw_name_at(const GENERAL_NAMES *names, int index) { return sk_GENERAL_NAME_value(names, index); }
static inline GENERAL_NAMES *gw_names_new(void) { return sk_GENERAL_NAME_new_null(); }
static inline int gw_names_push(GENERAL_NAMES *names, GENERAL_NAME *name) { return sk_GENERAL_NAME_push(names, name); }

// A password callback that never asks anybody: an encrypted key is an error, not a prompt on the terminal.
static inline int gw_no_password(char *buffer, int size, int writing, void *data) {
    (void)buffer;
    (void)size;
    (void)writing;
    (void)data;
    return -1;
}

#endif
