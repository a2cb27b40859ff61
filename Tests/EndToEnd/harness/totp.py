"""An authenticator app (RFC 6238), written apart from the gateway's own so that the two check each other."""

import base64
import hashlib
import hmac
import struct
import subprocess


class Authenticator:
    """Shows codes, and never one of a step that it has shown before: the gateway would refuse it."""

    # A code of a step about to leave the gateway's window could come too late.
    MARGIN_SECONDS = 3

    def __init__(self, totp, now):
        self.secret = totp["secret_base32"]
        self.digits = totp["digits"]
        self.period = totp["period"]
        self.algorithm = totp["algorithm"]
        # The demo enrolled this person with the code of the step before.
        self._last_step = int(now) // self.period - 1

    def code_for(self, step):
        padded = self.secret + "=" * (-len(self.secret) % 8)
        digest = getattr(hashlib, self.algorithm.lower())
        mac = hmac.new(base64.b32decode(padded), struct.pack(">Q", step), digest).digest()
        at = mac[-1] & 15
        number = struct.unpack(">I", mac[at : at + 4])[0] & 0x7FFFFFFF
        return str(number % 10**self.digits).zfill(self.digits)

    def unused_code(self, now):
        """The earliest unused code that is valid at `now`, or None when previous, current and next are all spent."""
        current = int(now) // self.period
        left = self.period - now % self.period
        steps = [current - 1] if left > self.MARGIN_SECONDS else []
        for step in steps + [current, current + 1]:
            if step > self._last_step:
                self._last_step = step
                return self.code_for(step)
        return None

    def wrong_code(self, now):
        """Of the right form, and valid at no step anywhere near `now`."""
        current = int(now) // self.period
        near = {self.code_for(current + away) for away in range(-4, 5)}
        return next(code for n in range(20) if (code := str(n).zfill(self.digits)) not in near)

    def by_oathtool(self, now):
        """The current step's code as another program computes it."""
        command = ["oathtool", f"--totp={self.algorithm.lower()}", f"--digits={self.digits}", "--base32"]
        command += [f"--time-step-size={self.period}s", f"--now=@{int(now)}", self.secret]
        self._last_step = max(self._last_step, int(now) // self.period)
        return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()
