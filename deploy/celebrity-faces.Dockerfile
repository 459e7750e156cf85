# The page, the API and the command line:   docker build -f deploy/celebrity-faces.Dockerfile -t celebrity-faces .
FROM debian:12-slim AS build
RUN apt-get update -q && apt-get install -y -q --no-install-recommends git ca-certificates
WORKDIR /src
# What set-up needs comes first, so that a change of the code does not fetch the dependencies again.
COPY scripts/setup scripts/
COPY models/requirements.txt models/
COPY package.json package-lock.json .npmrc ./
RUN scripts/setup run
COPY . .
RUN scripts/build release && cmake --install build/release --prefix /opt/celebrity-faces --strip --component celebrity-faces

FROM debian:12-slim
# The shared libraries that the program links; deploy/tests/check_installation.sh compares the list with them.
RUN apt-get update -q && apt-get install -y -q --no-install-recommends \
        curl libblas3 libcurl4 libexif12 libfmt9 libheif1 libhttp-parser2.9 libjpeg62-turbo liblapack3 liblcms2-2 libmd0 \
        libopencv-core406 libopencv-imgproc406 libopencv-objdetect406 libgif7 libpng16-16 libspdlog1.10 libsqlite3-0 \
        libwebp7 libwebpdemux2 \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --uid 10001 --home-dir /data --create-home faces
COPY --from=build /opt/celebrity-faces /usr/local
USER faces
VOLUME /data
ENV CELEBRITY_FACES_DATA=/data
EXPOSE 8080
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s CMD ["curl", "-fsS", "http://127.0.0.1:8080/readyz"]
STOPSIGNAL SIGTERM
ENTRYPOINT ["celebrity-faces"]
CMD ["serve", "--host", "0.0.0.0", "--port", "8080"]
