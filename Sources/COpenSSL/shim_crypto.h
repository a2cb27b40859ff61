#ifndef GWANMUN_SHIM_CRYPTO_H
#define GWANMUN_SHIM_CRYPTO_H

#include <openssl/ec.h>
#include <openssl/evp.h>

// EVP_PKEY_PUBLIC_KEY is a sum of macros with casts.
static const int gwanmun_evp_pkey_public_key = EVP_PKEY_PUBLIC_KEY;

#endif
