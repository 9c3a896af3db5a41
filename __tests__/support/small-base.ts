/**
 * The first lines of a Dockerfile: a stage with a shell and a few programs of Debian, 3 MB in one layer. For tests that run commands, and to which
 * it does not matter what else is in the image: Debian has 75 MB, which a run weighs anew, and which the classic store compresses for each push.
 */
export const SMALL_BASE = `FROM debian:bookworm-slim AS debian
RUN mkdir /small && for tool in sh cat cp base64; do cp --parents /bin/$tool $(ldd /bin/$tool | grep -o '/[^ :)]*') /small; done
FROM scratch
COPY --from=debian /small /
`;
