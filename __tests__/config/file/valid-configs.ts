// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own substitution is what is tested

/** The example of a config with every common key. */
export const EXAMPLE = `# yaml-language-server: $schema=https://raw.githubusercontent.com/image-size-gate/image-size-gate/main/schema.json
fail-if: [ "unpacked > +2% and > +1 MB", "download > +2% and > +1 MB", "download > 400 MB" ]
warn-if: [ "wasted > 5%", "unpacked > +500 kB" ]
images:
  api:
    context: .
    file: docker/Dockerfile
    target: runtime
    platforms: [linux/amd64, linux/arm64]
    fail-if: [ "download > 120 MB" ]
    verify:                                   # a smaller image that no longer works is no improvement
      - run: [python3, -c, "import pandas, fastapi"]
      - user: non-root
  minimal: { file: docker/Dockerfile.minimal, variant-of: api }
  web:     { bake: docker-bake.hcl#web }
  upstream: { source: "docker://ghcr.io/acme/app:latest" }
`;

export const ANCHORS = `x-python: &python
  file: docker/Dockerfile
  platforms: linux/amd64, linux/arm64
  build-args: &args { PYTHON: 3.10, DEBUG: false }
images:
  api: &api
    <<: *python
    target: api
  worker: { <<: *python, target: worker, build-args: { <<: *args, DEBUG: true } }
  copy: { <<: [ { target: first }, *api ], always: true }
`;

export const ENVIRONMENT = `environment: { REGISTRY: ghcr.io/acme, TAG: , N: 5 }
fail-if: download > \${N} MB
images:
  up: { source: "docker://\${REGISTRY}/app:\${TAG}" }
  api:
    build-args: [ "TAG=\${TAG}", PLAIN=$TAG ]
    verify:
      - run: [sh, -c, "echo $\${HOME} \${TAG}"]
        output: ^\${TAG}$
`;

export const BAKE = `bake:
  - docker-bake.hcl
  - compose.yaml#web
  - { files: [a.json, b.json], targets: [one, two] }
warn-if: wasted > 5%
images:
  web: { fail-if: download > 9 MB, platforms: [linux/arm64], noise: 200 kB, verify: [ { user: app } ] }
  slim: { variant-of: web, bake: { files: slim.hcl, target: web } }
  root: { file: Dockerfile }
`;

export const BUILD = `images:
  api:
    context: services/api/
    build-args: { VERSION: 1.10, COMMIT: , EMPTY: "", FLAG: yes, NUMBER: 0x1F }
    labels: [ "org.opencontainers.image.title=The API", a=b=c ]
    build-contexts: { base: docker-image://debian:12 }
    secrets: { token: { env: API_TOKEN }, npmrc: { file: .npmrc } }
    ssh: default
    network: none
    cache-from: [ "type=registry,ref=ghcr.io/acme/cache" ]
    cache-to: |
      # one a line
      type=inline
  listed:
    build-args: [ VERSION=1.10, COMMIT ]
    secrets: [ "id=token,env=API_TOKEN", "type=file,id=npmrc,src=.npmrc" ]
    index-totals: true
  remote: { context: "https://github.com/acme/app.git#main:docker", file: ./web/Dockerfile }
  plain: { file: ./docker/web.Dockerfile }
  root:
`;

export const VERIFY = `images:
  api:
    verify:
      - run: app --version --format=json
        name: version
        output: ^v\\d+
        same-output: true
        exit-code: 3
        timeout-seconds: 0.5
        repeat: 5
        network: default
      - { args: [serve, --port, 8000], ready: "listening|ready" }
      - user: 1000
      - entrypoint: [/app/server, ""]
      - ports: [8000, 53/udp, "9/tcp"]
  unchecked: { variant-of: api, file: a.Dockerfile, verify: [] }
  checked: { variant-of: api, file: b.Dockerfile }
`;

export const VALID: readonly (readonly [string, string])[] = [
  ['the example of the design', EXAMPLE],
  ['anchors and merge keys', ANCHORS],
  ['variables of the environment', ENVIRONMENT],
  ['bake files with settings of their targets', BAKE],
  ['every build input', BUILD],
  ['every kind of check', VERIFY],
  ['the Dockerfile at the root', 'images: { app: }'],
  ['a bake file alone', 'bake: docker-bake.hcl'],
  ['no default conditions', 'fail-if: none\nimages: { app: {} }'],
  ['names that are numbers', 'images: { 2: , 1: }'],
];
