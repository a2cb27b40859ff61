# The gateway as an image: built on a Swift image, run on a slim Debian that gives it nothing but libraries.
# Run it read-only as the user it names: see docs/container.md and compose.yaml.
ARG BUILD_IMAGE=docker.io/library/swift:6.3-bookworm
ARG RUN_IMAGE=docker.io/library/debian:bookworm-slim

FROM ${BUILD_IMAGE} AS build
COPY scripts/packages/build.txt /tmp/build.txt
# Versions are not pinned on purpose, here and below: the distribution's security updates are wanted.
# hadolint ignore=DL3008
RUN apt-get update \
    && grep -v '^#' /tmp/build.txt > /tmp/packages \
    && DEBIAN_FRONTEND=noninteractive xargs --arg-file=/tmp/packages apt-get install -y --no-install-recommends \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY Package.swift ./
COPY Sources Sources
COPY Tests Tests
COPY scripts/release scripts/
RUN scripts/release gwanmun \
    && scripts/release gwanmun-pam \
    && install -D -m 0755 -s -t /out .build/release/gwanmun .build/release/gwanmun-pam

FROM ${RUN_IMAGE}
# hadolint ignore=DL3008
RUN apt-get update \
    && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends \
        ca-certificates libdeflate0 libexpat1 libfido2-1 libmaxminddb0 libnghttp2-14 libpam0g libqrencode4 libsqlite3-0 libssl3 libstdc++6 \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o 65532 -g 65532 -m 0700 /var/lib/gwanmun
COPY --from=build /out/gwanmun /out/gwanmun-pam /usr/local/bin/
COPY Policies /usr/share/gwanmun/policies
USER 65532:65532
WORKDIR /var/lib/gwanmun
VOLUME /var/lib/gwanmun
EXPOSE 8443 9443
STOPSIGNAL SIGTERM
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["/usr/local/bin/gwanmun", "health"]
ENTRYPOINT ["/usr/local/bin/gwanmun"]
CMD ["serve", "--config", "/etc/gwanmun/gwanmun.yaml"]
