#ifndef GWANMUN_SHIM_TLS_H
#define GWANMUN_SHIM_TLS_H

#endif
