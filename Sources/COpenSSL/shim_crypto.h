#ifndef GWANMUN_SHIM_CRYPTO_H
#define GWANMUN_SHIM_CRYPTO_H

#include <openssl/core_names.h>
#include <openssl/ec.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>

// Calls that take an OSSL_PARAM array are made here: its entries point at names and values, which Swift would lend for the
// length of one call only. OpenSSL reads the values and takes them as non-const because the same type also receives.

static inline int gwanmun_hmac_init(EVP_MAC_CTX *context, const char *digest, const unsigned char *key, size_t key_size)
{
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_MAC_PARAM_DIGEST, (char *)digest, 0),
        OSSL_PARAM_construct_end(),
    };
    return EVP_MAC_init(context, key, key_size, parameters);
}

// An empty salt or info is left out: OpenSSL 3.0 refuses a parameter without an address, and RFC 5869 section 2.2 gives an
// absent salt the meaning of an empty one.
static inline int gwanmun_hkdf_sha256(EVP_KDF_CTX *context, const void *secret, size_t secret_size, const void *salt,
                                      size_t salt_size, const void *info, size_t info_size, unsigned char *output,
                                      size_t output_size)
{
    OSSL_PARAM parameters[5];
    OSSL_PARAM *next = parameters;
    *next++ = OSSL_PARAM_construct_utf8_string(OSSL_KDF_PARAM_DIGEST, (char *)"SHA256", 0);
    *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_KEY, (void *)secret, secret_size);
    if (salt_size > 0)
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_SALT, (void *)salt, salt_size);
    if (info_size > 0)
        *next++ = OSSL_PARAM_construct_octet_string(OSSL_KDF_PARAM_INFO, (void *)info, info_size);
    *next = OSSL_PARAM_construct_end();
    return EVP_KDF_derive(context, output, output_size, parameters);
}

// A public key from an uncompressed point, or NULL; the caller frees it.
static inline EVP_PKEY *gwanmun_p256_public_key(const unsigned char *point, size_t size)
{
    EVP_PKEY *key = NULL;
    EVP_PKEY_CTX *context = EVP_PKEY_CTX_new_from_name(NULL, "EC", NULL);
    OSSL_PARAM parameters[] = {
        OSSL_PARAM_construct_utf8_string(OSSL_PKEY_PARAM_GROUP_NAME, (char *)"P-256", 0),
        OSSL_PARAM_construct_octet_string(OSSL_PKEY_PARAM_PUB_KEY, (void *)point, size),
        OSSL_PARAM_construct_end(),
    };
    if (context != NULL && EVP_PKEY_fromdata_init(context) == 1)
        EVP_PKEY_fromdata(context, &key, EVP_PKEY_PUBLIC_KEY, parameters);
    EVP_PKEY_CTX_free(context);
    return key;
}

#endif
