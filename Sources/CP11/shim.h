// The interface of PKCS#11 tokens, as p11-kit spells it. No library: the token's own module is loaded when it is named.
#include <p11-kit-1/p11-kit/pkcs11.h>
