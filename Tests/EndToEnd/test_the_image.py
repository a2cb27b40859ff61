"""The container image, run as its documentation says: read-only root, uid 65532, no capability, no shell. By `make image-test`."""

import os
import subprocess

import pytest

from harness import program
from harness.gate import Gate

ROOT = os.environ.get("GWANMUN_IMAGE_ROOT")
UID = 65532

pytestmark = pytest.mark.skipif(not ROOT, reason="no image: run `make image-test`")

# What a container engine would do: the image's root read-only, a tmpfs, one volume, the user of the image and no power.
# /usr/bin is hidden, and with it every shell.
LAUNCHER = f"""#!/bin/bash
exec unshare --mount bash -c '
    set -e
    mount --bind "{ROOT}" "{ROOT}" && mount -o remount,bind,ro "{ROOT}"
    mount -t tmpfs tmpfs "{ROOT}/tmp" && mkdir -p "{ROOT}$VOLUME" && mount --bind "$VOLUME" "{ROOT}$VOLUME"
    mount -t proc proc "{ROOT}/proc" && mount -t tmpfs -o ro tmpfs "{ROOT}/usr/bin"
    exec setpriv --reuid {UID} --regid {UID} --clear-groups --no-new-privs --bounding-set=-all --inh-caps=-all \\
        /usr/sbin/chroot_as "{ROOT}" /usr/local/bin/gwanmun "$@"' gwanmun "$@"
"""
