# The vector index as a service of its own:   docker build -f deploy/hnsw-index.Dockerfile -t hnsw-index .
FROM debian:12-slim AS build
RUN apt-get update -q && apt-get install -y -q --no-install-recommends \
        g++ cmake ninja-build ccache pkg-config npm ca-certificates \
        libasio-dev libcli11-dev libcurl4-openssl-dev libfmt-dev libgmock-dev libgtest-dev librestinio-dev \
        libspdlog-dev nlohmann-json3-dev
WORKDIR /src
COPY package.json package-lock.json .npmrc ./
RUN npm ci --silent --no-audit --no-fund --omit=dev
COPY . .
# Two rooms suffice: the index has never heard of faces.
RUN cmake --preset release -DFACES_ROOMS="http_kit;hnsw_index" && cmake --build --preset release --target hnsw-index \
    && cmake --install build/release --prefix /opt/hnsw-index --strip --component hnsw-index

FROM debian:12-slim
RUN apt-get update -q && apt-get install -y -q --no-install-recommends \
        curl libcurl4 libfmt9 libhttp-parser2.9 libspdlog1.10 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10002 --home-dir /data --create-home hnsw
COPY --from=build /opt/hnsw-index /usr/local
USER hnsw
VOLUME /data
EXPOSE 8081
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8081/readyz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["hnsw-index"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8081", "--data", "/data", "--dimension", "128"]
