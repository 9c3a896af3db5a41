// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the file's own substitution is what is tested

import { METRIC_NAMES } from '../../../src/model/metric.ts';

/** A wrong config file, all that is said of it, and whether an editor with schema.json marks it too (null: no YAML). */
export interface WrongConfig {
  readonly title: string;
  readonly text: string;
  readonly message: string;
  readonly editor: boolean | null;
}

const lines = (...all: readonly string[]) => all.join('\n');

export const WRONG: readonly WrongConfig[] = [
  {
    title: 'an unknown key at the top',
    text: lines('image:', '  api: {}'),
    message: lines(
      'image-size.yml:1:1: unknown key "image" at the top level. Did you mean "images"? Accepted: fail-if, warn-if, environment, images, bake',
    ),
    editor: true,
  },
  {
    title: 'an unknown key in an image, in a flow map',
    text: lines('images: { api: { fiel: Dockerfile, traget: runtime } }'),
    message: lines(
      'image-size.yml:1:18: unknown key "fiel" in an image. Did you mean "file"? Accepted: file, context, target, build-args, labels, build-contexts, secrets, ssh, network, cache-from, cache-to, bake, source, platforms, fail-if, warn-if, variant-of, verify, noise, always, index-totals',
      'image-size.yml:1:36: unknown key "traget" in an image. Did you mean "target"? Accepted: file, context, target, build-args, labels, build-contexts, secrets, ssh, network, cache-from, cache-to, bake, source, platforms, fail-if, warn-if, variant-of, verify, noise, always, index-totals',
    ),
    editor: true,
  },
  {
    title: 'an unknown key in a check',
    text: lines('images:', '  api:', '    verify:', '      - runs: [app, --version]'),
    message: lines(
      'image-size.yml:4:9: unknown key "runs" in a check of "verify". Did you mean "run"? Accepted: run, args, user, entrypoint, ports, name, exit-code, output, same-output, ready, timeout-seconds, repeat, network',
    ),
    editor: true,
  },
  {
    title: 'a number for a text',
    text: lines('images:', '  api: { target: 5 }'),
    message: lines('image-size.yml:2:18: target: found 5, expected a stage of the Dockerfile such as "runtime"'),
    editor: true,
  },
  {
    title: 'a list for a text',
    text: lines('images:', '  api:', '    file: [Dockerfile]'),
    message: lines('image-size.yml:3:11: file: found a list, expected the path of a Dockerfile'),
    editor: true,
  },
  {
    title: 'a value left out',
    text: lines('images:', '  api:', '    file:', '    target: a'),
    message: lines('image-size.yml:3:5: file: found nothing, expected the path of a Dockerfile'),
    editor: true,
  },
  {
    title: 'a path that looks like an option',
    text: lines('images: { api: { file: --file } }'),
    message: lines('image-size.yml:1:24: file: the path "--file" starts with "-", as an option would'),
    editor: true,
  },
  {
    title: 'an empty path',
    text: lines('images: { api: { context: "" } }'),
    message: lines('image-size.yml:1:27: context: found "", expected a directory, or a git or HTTP(S) URL'),
    editor: true,
  },
  {
    title: 'an image that is only a path',
    text: lines('images:', '  api: docker/Dockerfile'),
    message: lines(
      'image-size.yml:2:8: api: found "docker/Dockerfile", expected a map of settings such as {file: docker/Dockerfile}: write {file: "docker/Dockerfile"}',
    ),
    editor: true,
  },
  {
    title: 'images as a list',
    text: lines('images:', '  - docker/Dockerfile'),
    message: lines(
      'image-size.yml:2:3: images: found a list, expected a map of images such as "api: {file: docker/Dockerfile}"',
    ),
    editor: true,
  },
  {
    title: 'a name that no image can have',
    text: lines('images:', '  my api: {}', '  "../up": {}'),
    message: lines(
      'image-size.yml:2:3: found "my api", expected the name of an image: a letter or digit, then letters, digits, ".", "_", "-" and single "/", without "..", at most 128 characters',
      'image-size.yml:3:3: found "../up", expected the name of an image: a letter or digit, then letters, digits, ".", "_", "-" and single "/", without "..", at most 128 characters',
    ),
    editor: true,
  },
  {
    title: 'no image',
    text: lines('fail-if: "download > 4 MB"'),
    message: lines(
      'image-size.yml:1:1: the file names no image: add "images:" with an entry for each, such as "api: {file: docker/Dockerfile}", or "bake: docker-bake.hcl"',
    ),
    editor: true,
  },
  {
    title: 'images without an entry',
    text: lines('images: {}'),
    message: lines(
      'image-size.yml:1:1: the file names no image: add "images:" with an entry for each, such as "api: {file: docker/Dockerfile}", or "bake: docker-bake.hcl"',
    ),
    editor: true,
  },
  {
    title: 'a metric that is none',
    text: lines('images: { api: }', 'fail-if: ["download > 400 MB", "dowload > +2%"]'),
    message: lines(
      `image-size.yml:2:33: fail-if: found "dowload", expected a metric: ${METRIC_NAMES.join(', ')}. Did you mean "download"?`,
      '  dowload > +2%',
      '  ^^^^^^^',
    ),
    editor: false,
  },
  {
    title: 'a condition without unit, plain',
    text: lines('images: { api: }', 'warn-if: wasted > 5'),
    message: lines(
      'image-size.yml:2:19: warn-if: found "5" without a unit: wasted is in bytes, as in "5 MB"; accepted units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB, %',
      '  wasted > 5',
      '           ^',
    ),
    editor: false,
  },
  {
    title: 'a mistake in the second line of a block',
    text: lines('images: { api: }', 'fail-if: |', '  download > 400 MB', '  unpacked > 2%'),
    message: lines(
      'image-size.yml:4:14: fail-if: "2%" of what? write "unpacked > +2%" for growth against the baseline; only wasted has a share without "+" (of unpacked)',
      '  unpacked > 2%',
      '             ^',
    ),
    editor: false,
  },
  {
    title: 'a condition in quotes with an escape',
    text: lines('images: { api: }', 'fail-if: "download\\x20> 5 M"'),
    message: lines(
      'image-size.yml:2:10: fail-if: the unit "M" is ambiguous: write MB (1,000,000 B) or MiB (1,048,576 B)',
      '  download > 5 M',
      '               ^',
    ),
    editor: false,
  },
  {
    title: 'an image named in a condition',
    text: lines('images: { api: }', 'fail-if: ["api: download > 1 MB"]'),
    message: lines(
      'image-size.yml:2:12: fail-if: found "api: download > 1 MB", but a condition in this file names no image: put "download > 1 MB" under "fail-if" of the image "api"',
    ),
    editor: false,
  },
  {
    title: 'none beside conditions',
    text: lines('images: { api: }', 'fail-if: [none, download > 1 MB]'),
    message: lines(
      'image-size.yml:2:11: fail-if: found "none" beside 1 more: it means no conditions for all images, and stands alone',
    ),
    editor: false,
  },
  {
    title: 'none for one image',
    text: lines('images: { api: { fail-if: none } }'),
    message: lines(
      'image-size.yml:1:27: fail-if: found "none", which only the fail-if at the top level takes: an image\'s own conditions add to it',
    ),
    editor: false,
  },
  {
    title: 'no condition at all',
    text: lines('images: { api: }', 'fail-if: []'),
    message: lines(
      'image-size.yml:2:10: fail-if: found no condition: write "none" to turn the default conditions off, or leave fail-if out',
    ),
    editor: false,
  },
  {
    title: 'a condition as a map, a colon too many',
    text: lines('images: { api: }', 'fail-if:', '  - api: download > 1 MB'),
    message: lines(
      'image-size.yml:3:5: fail-if: found a map (KEY: value), expected a condition such as "download > +1 MB", or a list of them',
    ),
    editor: true,
  },
  {
    title: 'a platform without os',
    text: lines('images: { api: { platforms: [amd64, linux/amd46] } }'),
    message: lines(
      'image-size.yml:1:30: platforms: found "amd64", expected os/arch: "linux/amd64"',
      'image-size.yml:1:37: platforms: found "linux/amd46", expected os/arch[/variant] such as linux/amd64 or linux/arm/v7; architectures: amd64, arm64, arm, 386, ppc64le, s390x, riscv64, loong64, mips64le, mips64, wasm. Did you mean "linux/amd64"?',
    ),
    editor: true,
  },
  {
    title: 'platforms in one text, one misspelt',
    text: lines('images: { api: { platforms: "linux/amd64, linux/arm65" } }'),
    message: lines(
      'image-size.yml:1:43: platforms: found "linux/arm65", expected os/arch[/variant] such as linux/amd64 or linux/arm/v7; architectures: amd64, arm64, arm, 386, ppc64le, s390x, riscv64, loong64, mips64le, mips64, wasm. Did you mean "linux/arm64"?',
    ),
    editor: false,
  },
  {
    title: 'two kinds of source',
    text: lines('images:', '  api:', '    file: Dockerfile', '    source: docker://debian'),
    message: lines(
      'image-size.yml:3:5: found "file" beside "source", but an image has one source: file and context (a Dockerfile), bake, or source',
    ),
    editor: true,
  },
  {
    title: 'build arguments of a bake target',
    text: lines('images:', '  api:', '    bake: docker-bake.hcl#api', '    build-args: { A: 1 }'),
    message: lines(
      'image-size.yml:4:5: found "build-args" beside "bake", but it belongs to a Dockerfile build: set it in the bake file',
    ),
    editor: true,
  },
  {
    title: 'settings of a bake target that belong to its file',
    text: lines('bake: docker-bake.hcl', 'images:', '  api: { target: runtime }'),
    message: lines(
      'image-size.yml:3:10: found "target" in an entry of the bake target "api": set it in the bake file, or add "file" for an image of its own',
    ),
    editor: false,
  },
  {
    title: 'a bake file without target',
    text: lines('images: { api: { bake: docker-bake.hcl } }'),
    message: lines(
      'image-size.yml:1:24: bake: found "docker-bake.hcl", expected a target after "#": "docker-bake.hcl#TARGET"',
    ),
    editor: false,
  },
  {
    title: 'a bake map without target',
    text: lines('images: { api: { bake: { files: docker-bake.hcl } } }'),
    message: lines('image-size.yml:1:24: target: found nothing, expected the name of a target'),
    editor: true,
  },
  {
    title: 'a bake file from elsewhere',
    text: lines('bake: https://example.com/docker-bake.hcl'),
    message: lines(
      'image-size.yml:1:7: bake: found "https://example.com/docker-bake.hcl", but bake files are read from the repository, not from a URL',
    ),
    editor: false,
  },
  {
    title: 'a bake map with a misspelt key',
    text: lines('bake:', '  - docker-bake.hcl', '  - { file: compose.yaml, target: web }'),
    message: lines(
      'image-size.yml:3:7: unknown key "file" in "bake". Did you mean "files"? Accepted: files, targets',
      'image-size.yml:3:27: unknown key "target" in "bake". Did you mean "targets"? Accepted: files, targets',
    ),
    editor: true,
  },
  {
    title: 'a transport that is none',
    text: lines('images: { up: { source: "dokcer://debian" } }'),
    message: lines(
      'image-size.yml:1:26: source: found "dokcer://debian", expected a source such as "docker://ghcr.io/acme/app:1.2"; accepted: oci:, oci-archive:, docker-archive:, docker-daemon:, docker://, dir:, containers-storage:. Did you mean "docker://debian"?',
    ),
    editor: false,
  },
  {
    title: 'a reference without transport',
    text: lines('images: { up: { source: ghcr.io/acme/app } }'),
    message: lines(
      'image-size.yml:1:25: source: found "ghcr.io/acme/app", expected a source such as "docker://ghcr.io/acme/app:1.2"; accepted: oci:, oci-archive:, docker-archive:, docker-daemon:, docker://, dir:, containers-storage:. Did you mean "docker://ghcr.io/acme/app"?',
    ),
    editor: false,
  },
  {
    title: 'a reference with a malformed tag',
    text: lines('images: { up: { source: "docker://ghcr.io/acme/app:" } }'),
    message: lines(
      'image-size.yml:1:26: source: "docker://ghcr.io/acme/app:" has a malformed tag; expected docker://[HOST/]REPOSITORY[:TAG][@DIGEST]',
    ),
    editor: false,
  },
  {
    title: 'a variant of nothing',
    text: lines('images:', '  api:', '  small: { file: small.Dockerfile, variant-of: aip }'),
    message: lines('image-size.yml:3:48: variant-of: no image is named "aip"; images: api. Did you mean "api"?'),
    editor: false,
  },
  {
    title: 'a variant of itself',
    text: lines('images:', '  api: { variant-of: api }'),
    message: lines('image-size.yml:2:22: variant-of: found "api", which is the image itself; expected another image'),
    editor: false,
  },
  {
    title: 'variants in a circle',
    text: lines('images:', '  a: { variant-of: b }', '  b: { variant-of: a }'),
    message: lines(
      'image-size.yml:2:20: variant-of: found "b", which is itself a variant (of "a"), and variants have one reference: remove "variant-of" from one of them',
      'image-size.yml:3:20: variant-of: found "a", which is itself a variant (of "b"), and variants have one reference: remove "variant-of" from one of them',
    ),
    editor: false,
  },
  {
    title: 'a variant of a variant',
    text: lines('images:', '  a:', '  b: { variant-of: a }', '  c: { variant-of: b }'),
    message: lines(
      'image-size.yml:4:20: variant-of: found "b", which is itself a variant (of "a"), and variants have one reference: write "variant-of: a" here',
    ),
    editor: false,
  },
  {
    title: 'noise without a unit',
    text: lines('images: { api: { noise: 200 } }'),
    message: lines('image-size.yml:1:25: noise: found 200, expected bytes with a unit such as "200 kB"'),
    editor: true,
  },
  {
    title: 'noise in percent',
    text: lines('images: { api: { noise: 2% } }'),
    message: lines(
      'image-size.yml:1:25: noise: found "2%", unknown unit "%"; accepted units: B, kB, MB, GB, TB, KiB, MiB, GiB, TiB.',
    ),
    editor: false,
  },
  {
    title: 'yes for true',
    text: lines('images: { api: { always: yes } }'),
    message: lines('image-size.yml:1:26: always: found "yes", expected true or false'),
    editor: true,
  },
  {
    title: 'a build argument that is a list',
    text: lines('images:', '  api:', '    build-args:', '      PORTS: [80, 81]'),
    message: lines('image-size.yml:4:14: PORTS: found a list, expected a text, a number or a boolean'),
    editor: true,
  },
  {
    title: 'a label without value',
    text: lines('images:', '  api:', '    labels: { title: }'),
    message: lines('image-size.yml:3:15: title: found nothing, expected a text ("" for an empty one)'),
    editor: true,
  },
  {
    title: 'a list of labels without "="',
    text: lines('images: { api: { labels: [title=api, vendor] } }'),
    message: lines(
      'image-size.yml:1:38: labels: found "vendor", expected KEY=value such as "org.opencontainers.image.title=api"',
    ),
    editor: false,
  },
  {
    title: 'a build argument with a space in its name',
    text: lines('images: { api: { build-args: { "A B": 1 } } }'),
    message: lines(
      'image-size.yml:1:32: found the key "A B", expected a name without spaces and "=", not starting with "-"',
    ),
    editor: true,
  },
  {
    title: 'a secret in the file',
    text: lines('images:', '  api:', '    secrets:', '      token: hunter2'),
    message: lines(
      "image-size.yml:4:14: token: found a value, expected {env: NAME} or {file: PATH}: a secret's value must not stand in a file of the repository",
    ),
    editor: true,
  },
  {
    title: 'a secret in the file, under a key',
    text: lines('images:', '  api:', '    secrets: { token: { value: hunter2 } }'),
    message: lines(
      'image-size.yml:3:25: unknown key "value" in a secret (a secret\'s value must not stand in a file of the repository). Accepted: env, file',
    ),
    editor: true,
  },
  {
    title: 'a secret in a list',
    text: lines('images:', '  api:', '    secrets: ["token=hunter2"]'),
    message: lines(
      'image-size.yml:3:16: secrets: found no "id=ID,env=NAME" or "id=ID,src=PATH" (not shown: it may be secret); a secret\'s value must not stand in a file of the repository',
    ),
    editor: false,
  },
  {
    title: 'a secret from two places',
    text: lines('images: { api: { secrets: { token: { env: TOKEN, file: token.txt } } } }'),
    message: lines(
      'image-size.yml:1:36: token: found "env" and "file", expected one of them: {env: NAME} or {file: PATH}',
    ),
    editor: true,
  },
  {
    title: 'a network that is none',
    text: lines('images: { api: { network: hsot } }'),
    message: lines(
      'image-size.yml:1:27: network: found "hsot", accepted: "default", "none", "host". Did you mean "host"?',
    ),
    editor: true,
  },
  {
    title: 'a command for a shell',
    text: lines('images:', '  api:', '    verify:', '      - run: curl -f localhost && echo ok'),
    message: lines(
      'image-size.yml:4:14: run: found "curl -f localhost && echo ok", which only a shell understands, but no shell is used. Write the words as a list such as [python3, -c, "import fastapi"], or [sh, -c, "curl -f localhost && echo ok"] where the image has a shell',
    ),
    editor: false,
  },
  {
    title: 'an empty command',
    text: lines('images: { api: { verify: [ { run: [] } ] } }'),
    message: lines(
      'image-size.yml:1:35: run: found no command, expected a list of words such as [python3, -c, "import fastapi"]',
    ),
    editor: true,
  },
  {
    title: 'two checks in one',
    text: lines('images:', '  api:', '    verify:', '      - run: [app, --version]', '        user: non-root'),
    message: lines('image-size.yml:5:9: found "user" beside "run": each is a check of its own, with its own "-"'),
    editor: true,
  },
  {
    title: 'a check that checks nothing',
    text: lines('images: { api: { verify: [ { timeout-seconds: 5 } ] } }'),
    message: lines(
      'image-size.yml:1:28: found a check without run, args, user, entrypoint or ports; expected one of them, such as "run: [python3, --version]"',
    ),
    editor: true,
  },
  {
    title: 'a check as a text',
    text: lines('images: { api: { verify: [ "app --version" ] } }'),
    message: lines(
      'image-size.yml:1:28: verify: found "app --version", expected a check such as "run: [python3, --version]" or "user: non-root"',
    ),
    editor: true,
  },
  {
    title: 'an option of another check',
    text: lines('images: { api: { verify: [ { user: non-root, exit-code: 1 } ] } }'),
    message: lines('image-size.yml:1:46: found "exit-code" beside "user", but only a command (run or args) has one'),
    editor: true,
  },
  {
    title: 'ready beside exit-code',
    text: lines('images: { api: { verify: [ { run: [app], ready: listening, exit-code: 0 } ] } }'),
    message: lines(
      'image-size.yml:1:60: found "exit-code" beside "ready", but a command that is ended once it is ready has none: keep one of them',
    ),
    editor: true,
  },
  {
    title: 'ready beside what only a command that ends has',
    text: lines('images: { api: { verify: [ { run: [app], ready: listening, output: ok, same-output: true } ] } }'),
    message: lines(
      'image-size.yml:1:60: found "output" beside "ready", but a command that is ended once it is ready has none: keep one of them',
      'image-size.yml:1:72: found "same-output" beside "ready", but a command that is ended once it is ready has none: keep one of them',
    ),
    editor: true,
  },
  {
    title: 'a regular expression that is none',
    text: lines('images: { api: { verify: [ { run: [app], output: "v(1" } ] } }'),
    message: lines(
      'image-size.yml:1:51: output: found "v(1", which is not a JavaScript regular expression: Unterminated group',
    ),
    editor: false,
  },
  {
    title: 'numbers out of bounds',
    text: lines(
      'images:',
      '  api:',
      '    verify:',
      '      - { run: [app], exit-code: 256, timeout-seconds: 0, repeat: 1.5 }',
      '      - { run: [web], repeat: "3" }',
    ),
    message: lines(
      'image-size.yml:4:34: exit-code: found 256, expected an exit code from 0 to 255',
      'image-size.yml:4:56: timeout-seconds: found 0, expected seconds, over 0 and up to 3600',
      'image-size.yml:4:67: repeat: found 1.5, expected a whole number from 1 to 100',
      'image-size.yml:5:31: repeat: found "3", expected a whole number from 1 to 100, without quotes',
    ),
    editor: true,
  },
  {
    title: 'ports that are none',
    text: lines('images: { api: { verify: [ { ports: [8000, 70000, "80:80", 53/upd] } ] } }'),
    message: lines(
      'image-size.yml:1:44: ports: found 70000, expected a port from 1 to 65535',
      'image-size.yml:1:52: ports: found "80:80", expected a port of the container from 1 to 65535, such as 8000 or "53/udp" (tcp, udp, sctp)',
      'image-size.yml:1:60: ports: found "53/upd", expected a port of the container from 1 to 65535, such as 8000 or "53/udp" (tcp, udp, sctp)',
    ),
    editor: true,
  },
  {
    title: 'two checks of one name',
    text: lines(
      'images:',
      '  api:',
      '    verify:',
      '      - run: [app, --version]',
      '      - run: app --version',
      '        repeat: 2',
    ),
    message: lines('image-size.yml:5:9: found a second check called "app --version": give one of them a "name"'),
    editor: false,
  },
  {
    title: 'a variable that is not declared',
    text: lines('environment: [REGISTRY]', 'images:', '  up: { source: "docker://${REGISTY}/app" }'),
    message: lines(
      'image-size.yml:3:27: found "${REGISTY}", but "environment" does not declare REGISTY: list it there ("environment: [REGISTY]" at the top level); for "${REGISTY}" itself write "$${REGISTY}". Did you mean "REGISTRY"?',
    ),
    editor: false,
  },
  {
    title: 'a variable that is not set',
    text: lines('environment: [REGISTRY]', 'images:', '  up: { source: "docker://${REGISTRY}/app" }'),
    message: lines(
      'image-size.yml:3:27: the environment variable REGISTRY is not set: set it, or give it a default under "environment": "REGISTRY: default"',
    ),
    editor: false,
  },
  {
    title: 'a default as the shell has it',
    text: lines('images: { up: { source: "docker://${REGISTRY:-ghcr.io}/app" } }'),
    message: lines(
      'image-size.yml:1:35: found "${REGISTRY:-ghcr.io}", expected "${NAME}" (a default stands under "environment": "NAME: default"); for "${REGISTRY:-ghcr.io}" itself write "$${REGISTRY:-ghcr.io}"',
    ),
    editor: false,
  },
  {
    title: 'an expression of a workflow',
    text: lines('images:', '  up:', '    source: docker://app:${{ github.sha }}'),
    message: lines(
      'image-size.yml:3:26: found the workflow expression "${{ github.sha }}", which is not evaluated in this file. Set a variable by "env:" of the step, list it under "environment" and write "${NAME}"',
    ),
    editor: false,
  },
  {
    title: 'an undeclared variable in a command',
    text: lines('images:', '  api:', '    verify:', '      - run: [sh, -c, "echo ${HOME}"]'),
    message: lines(
      'image-size.yml:4:29: found "${HOME}", but "environment" does not declare HOME: list it there ("environment: [HOME]" at the top level); for "${HOME}" itself write "$${HOME}".',
    ),
    editor: false,
  },
  {
    title: 'a variable with a dollar in its declaration',
    text: lines('environment: [$HOME]', 'images: { api: }'),
    message: lines(
      'image-size.yml:1:15: environment: found "$HOME", expected the name of an environment variable (letters, digits and "_", without "$"); a default is written as a map: "NAME: default"',
    ),
    editor: true,
  },
  {
    title: 'a mistake behind an anchor, once for all aliases',
    text: lines(
      'images:',
      '  a: &a { file: a.Dockerfile, noise: much }',
      '  b: *a',
      '  c: { <<: *a, file: c.Dockerfile }',
    ),
    message: lines('image-size.yml:2:38: noise: found "much", expected bytes with a unit such as "200 kB"'),
    editor: false,
  },
  {
    title: 'an alias without anchor',
    text: lines('images:', '  a: *base'),
    message: lines('image-size.yml:2:6: found the alias "*base", but no anchor "&base" before it'),
    editor: null,
  },
  {
    title: 'a merge of no map',
    text: lines('images:', '  a: { <<: [ Dockerfile ] }'),
    message: lines(
      'image-size.yml:2:14: found no map after "<<", expected an alias of one ("<<: *name") or a list of them',
    ),
    editor: null,
  },
  {
    title: 'a tab as indentation',
    text: lines('images:', '\tapi:'),
    message: lines('image-size.yml:2:1: found a tab as indentation, expected spaces'),
    editor: null,
  },
  {
    title: 'a bracket left open',
    text: lines('fail-if: [ "download > 4 MB"', 'images:', '  api:'),
    message: lines('image-size.yml:2:1: a "[" before this is not closed: expected "]"'),
    editor: null,
  },
  {
    title: 'a quote left open',
    text: lines('images:', '  api:', '    file: "Dockerfile'),
    message: lines('image-size.yml:3:22: a text in quotes before this is not closed: expected the closing quote'),
    editor: null,
  },
  {
    title: 'a colon within a plain text',
    text: lines('images:', '  up: { source: oci: dir }', '  api:', '    target: a: b'),
    message: lines(
      'image-size.yml:2:17: found "- " or a second "KEY:" within brackets: put the text in quotes, or close the bracket before it',
      'image-size.yml:4:13: found a second "KEY:", or a "-", where a value goes on: fix the indentation, or put the value in quotes',
    ),
    editor: null,
  },
  {
    title: 'a list out of line',
    text: lines('fail-if:', '  - download > 4 MB', ' - unpacked > 4 MB', 'images: { api: }'),
    message: lines(
      'image-size.yml:3:1: found a second "KEY:", or a "-", where a value goes on: fix the indentation, or put the value in quotes',
    ),
    editor: null,
  },
  {
    title: 'a text that starts with a reserved character',
    text: lines('images:', '  api:', '    target: @latest'),
    message: lines('image-size.yml:3:13: found a text that starts with "@", expected it in quotes'),
    editor: null,
  },
  {
    title: 'a tag',
    text: lines('images:', '  api:', '    file: !env DOCKERFILE'),
    message: lines('image-size.yml:3:11: found the tag "!env", but no tags are accepted: leave it out'),
    editor: false,
  },
  {
    title: 'a secret by a variable with its dollar',
    text: lines('images:', '  api:', '    secrets: { token: { env: $TOKEN } }'),
    message: lines(
      'image-size.yml:3:30: env: found no name of an environment variable, expected letters, digits and "_", without "$": a secret\'s value must not stand in a file of the repository',
    ),
    editor: false,
  },
  {
    title: 'a secret as a command option has it, misspelt',
    text: lines('images:', '  api:', '    secrets:', '      - id=token,evn=TOKEN'),
    message: lines(
      'image-size.yml:4:9: secrets: found no "id=ID,env=NAME" or "id=ID,src=PATH" (not shown: it may be secret); a secret\'s value must not stand in a file of the repository',
    ),
    editor: false,
  },
  {
    title: 'secrets as a text',
    text: lines('images: { api: { secrets: token=hunter2 } }'),
    message: lines(
      'image-size.yml:1:27: secrets: found neither a map nor a list, expected a map such as "token: {env: API_TOKEN}", or a list of "id=ID,env=NAME" or "id=ID,src=PATH"',
    ),
    editor: true,
  },
  {
    title: 'a Dockerfile beside bake',
    text: lines('images:', '  web: { bake: "compose.yaml#web", file: Dockerfile }'),
    message: lines(
      'image-size.yml:2:36: found "file" beside "bake", but it belongs to a Dockerfile build: remove one of them',
    ),
    editor: true,
  },
  {
    title: 'a bake file without a name',
    text: lines('bake: "#web"'),
    message: lines(
      'image-size.yml:1:8: bake: found "#web", expected a bake or compose file such as docker-bake.hcl, then "#" and a target',
    ),
    editor: false,
  },
  {
    title: 'ssh as a map',
    text: lines('images: { api: { ssh: { default: } } }'),
    message: lines(
      'image-size.yml:1:23: ssh: found a map (KEY: value), expected a text such as "default", or a list of them',
    ),
    editor: true,
  },
  {
    title: 'a number in a list of texts',
    text: lines('images: { api: { cache-from: [type=gha, 5] } }'),
    message: lines('image-size.yml:1:41: cache-from: found 5, expected a text such as "type=gha"'),
    editor: true,
  },
  {
    title: 'a mistake in a condition with a variable',
    text: lines('environment: { LIMIT: lots }', 'images: { api: }', 'fail-if: ["files > 9", "download > ${LIMIT}"]'),
    message: lines(
      'image-size.yml:3:24: fail-if: found "lots", expected an amount such as 5 MB or +2%',
      '  download > lots',
      '             ^^^^',
    ),
    editor: false,
  },
  {
    title: 'a condition folded over two lines',
    text: lines('images: { api: }', 'fail-if: >', '  download > 4 MB', '  adn unpacked > 4 MB'),
    message: lines(
      'image-size.yml:2:10: fail-if: found "adn", expected "and" or the end; for one or the other, write two lines',
      '  download > 4 MB adn unpacked > 4 MB',
      '                  ^^^',
    ),
    editor: false,
  },
  {
    title: 'or between conditions',
    text: lines('images:', '  api:', '    warn-if: [download > 4 MB or > 5%]'),
    message: lines(
      'image-size.yml:3:31: warn-if: found "or", expected "and" or the end; for one or the other, write two lines',
      '  download > 4 MB or > 5%',
      '                  ^^',
    ),
    editor: false,
  },
  {
    title: 'a variable with a reserved name',
    text: lines('environment: { "A-B": 1 }', 'images: { api: }'),
    message: lines(
      'image-size.yml:1:16: found the key "A-B", expected the name of an environment variable: letters, digits and "_"',
    ),
    editor: true,
  },
  {
    title: 'a merge of what is misspelt',
    text: lines('x-base: &base { contxt: . }', 'images:', '  api: { <<: *base, file: Dockerfile }'),
    message: lines(
      'image-size.yml:1:17: unknown key "contxt" in an image. Did you mean "context"? Accepted: file, context, target, build-args, labels, build-contexts, secrets, ssh, network, cache-from, cache-to, bake, source, platforms, fail-if, warn-if, variant-of, verify, noise, always, index-totals',
    ),
    editor: true,
  },
  {
    title: 'one key twice',
    text: lines('images:', '  api: { file: a }', '  web:', '  api: { file: b }'),
    message: lines('image-size.yml:4:3: found the key "api" a second time in one map'),
    editor: null,
  },
  {
    title: 'two documents',
    text: lines('images: { api: }', '---', 'images: { web: }'),
    message: lines('image-size.yml:2:1: found a second document ("---"), expected one document a file'),
    editor: null,
  },
  {
    title: 'a list at the root',
    text: lines('- api', '- web'),
    message: lines('image-size.yml:1:1: found a list, expected a map with "images:" or "bake:"'),
    editor: true,
  },
  {
    title: 'an empty file',
    text: lines('# nothing yet'),
    message: lines('image-size.yml:1:1: found nothing, expected a map with "images:" or "bake:"'),
    editor: true,
  },
  {
    title: 'several mistakes, in file order',
    text: lines(
      'fail-if: [ "download > 4 MB", "downlod > 5 MB" ]',
      'images:',
      '  api:',
      '    platfroms: [linux/amd64]',
      '    noise: 3',
      '    verify: [ { usr: non-root } ]',
      '  web: { variant-of: apo, always: 1 }',
      'build: {}',
    ),
    message: lines(
      `image-size.yml:1:32: fail-if: found "downlod", expected a metric: ${METRIC_NAMES.join(', ')}. Did you mean "download"?`,
      '  downlod > 5 MB',
      '  ^^^^^^^',
      'image-size.yml:4:5: unknown key "platfroms" in an image. Did you mean "platforms"? Accepted: file, context, target, build-args, labels, build-contexts, secrets, ssh, network, cache-from, cache-to, bake, source, platforms, fail-if, warn-if, variant-of, verify, noise, always, index-totals',
      'image-size.yml:5:12: noise: found 3, expected bytes with a unit such as "200 kB"',
      'image-size.yml:6:17: unknown key "usr" in a check of "verify". Did you mean "user"? Accepted: run, args, user, entrypoint, ports, name, exit-code, output, same-output, ready, timeout-seconds, repeat, network',
      'image-size.yml:7:22: variant-of: no image is named "apo"; images: api. Did you mean "api"?',
      'image-size.yml:7:35: always: found 1, expected true or false',
      'image-size.yml:8:1: unknown key "build" at the top level. Accepted: fail-if, warn-if, environment, images, bake',
    ),
    editor: true,
  },
];
