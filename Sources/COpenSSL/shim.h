// What Swift cannot see of OpenSSL: function-like macros and variadic functions, wrapped one to one, one header a subject.
#ifndef GWANMUN_COPENSSL_SHIM_H
#define GWANMUN_COPENSSL_SHIM_H

#include <openssl/core_names.h>
#include <openssl/crypto.h>
#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/kdf.h>
#include <openssl/params.h>
#include <openssl/pem.h>
#include <openssl/pkcs12.h>
#include <openssl/provider.h>
#include <openssl/rand.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509v3.h>

#include "shim_certificates.h"
#include "shim_crypto.h"
#include "shim_provider.h"
#include "shim_tls.h"

#endif
