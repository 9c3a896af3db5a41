// What each tool is asked to write. A recipe is some lines of shell. Afterwards the product and the oracle read the result.
import { JIB } from './tools.mjs';

/**
 * @typedef {{ tool: string, form: string, run: string, source: string, oracle: string }} Recipe
 * run: lines of bash. TOOL is the program, OUT a path of this recipe, REG the registry, IN the input.
 * source: what the product is asked to measure. oracle: the arguments of oracle.py.
 */

const POLICY = '$IN/policy.json';

/** @returns {Recipe[]} */
function skopeo() {
  const from = 'docker://$REG/base:1';
  const copy = (/** @type {string} */ to, options = '', source = from) =>
    `"$TOOL" --policy ${POLICY} copy --quiet --src-tls-verify=false ${options} ${source} ${to}`;
  const multi = 'docker://$REG/multi:1';
  return [
    { form: 'oci', run: copy('oci:$OUT:v1'), source: 'oci:$OUT:v1', oracle: 'oci $OUT v1' },
    {
      form: 'oci, two names, by place',
      run: `${copy('oci:$OUT:v1')}; ${copy('oci:$OUT:v2', '', 'docker://$REG/flat:1')}`,
      source: 'oci:$OUT:@1',
      oracle: 'oci $OUT v2',
    },
    {
      form: 'oci, zstd',
      run: copy('oci:$OUT:v1', '--dest-compress-format zstd'),
      source: 'oci:$OUT',
      oracle: 'oci $OUT',
    },
    { form: 'oci, --all', run: copy('oci:$OUT', '--all', multi), source: 'oci:$OUT', oracle: 'oci $OUT' },
    {
      form: 'oci-archive',
      run: copy('oci-archive:$OUT:v1'),
      source: 'oci-archive:$OUT:v1',
      oracle: 'oci-archive $OUT v1',
    },
    {
      form: 'docker-archive',
      run: copy('docker-archive:$OUT:example.org/app:1'),
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    { form: 'dir', run: copy('dir:$OUT'), source: 'dir:$OUT', oracle: 'dir $OUT' },
    { form: 'dir, --all', run: copy('dir:$OUT', '--all', multi), source: 'dir:$OUT', oracle: 'dir $OUT' },
    { form: 'dir, decompressed', run: copy('dir:$OUT', '--dest-decompress'), source: 'dir:$OUT', oracle: 'dir $OUT' },
    {
      form: "registry, Docker's types",
      run: copy('docker://$REG/$NAME:1', '--dest-tls-verify=false --format v2s2'),
      source: 'docker://$REG/$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
    ...['overlay', 'vfs'].map((driver) => ({
      form: `containers-storage, ${driver}`,
      run: `S=[${driver}@$OUT+$OUT-run]; ${copy('containers-storage:$S""example.org/app:1')}; ${describeStorage('$S""example.org/app:1')}`,
      source: `containers-storage:[${driver}@$OUT]example.org/app:1`,
      oracle: 'storage $OUT.raw $OUT.copy',
    })),
  ].map((recipe) => ({ tool: 'skopeo', ...recipe }));
}

/** The manifest of a store and a copy of its image, for the oracle. @param {string} image */
function describeStorage(image, skopeoProgram = '"$TOOL"') {
  const tool = `${skopeoProgram} --policy ${POLICY}`;
  return `${tool} inspect --raw containers-storage:${image} > $OUT.raw; ${tool} copy --quiet containers-storage:${image} dir:$OUT.copy`;
}

/** @returns {Recipe[]} */
function buildah() {
  const tool = '"$TOOL" --root $ST/s --runroot $ST/r --storage-driver overlay';
  const policy = `--signature-policy ${POLICY}`;
  const build = (options = '') =>
    `c=$(${tool} from ${policy} scratch); ${tool} add -q $c $IN/one.tar /; ${tool} config --cmd /bin/sh $c; ${tool} commit -q ${policy} ${options} $c localhost/app:1`;
  const push = (/** @type {string} */ to, options = '') =>
    `${build()}; ${tool} push -q ${policy} ${options} localhost/app:1 ${to}`;
  return [
    {
      form: 'containers-storage, built',
      run: `${build()}; ${describeStorage('[overlay@$ST/s+$ST/r]localhost/app:1', '"$SKOPEO"')}`,
      source: 'containers-storage:[$ST/s]app:1',
      oracle: 'storage $OUT.raw $OUT.copy',
    },
    { form: 'push oci', run: push('oci:$OUT:v1'), source: 'oci:$OUT:v1', oracle: 'oci $OUT v1' },
    { form: 'push oci-archive', run: push('oci-archive:$OUT'), source: 'oci-archive:$OUT', oracle: 'oci-archive $OUT' },
    {
      form: 'push docker-archive',
      run: push('docker-archive:$OUT:app:1'),
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    {
      form: "push dir, Docker's types",
      run: push('dir:$OUT', '--format v2s2'),
      source: 'dir:$OUT',
      oracle: 'dir $OUT',
    },
    {
      form: 'push registry, zstd',
      run: push('docker://$REG/$NAME:1', '--tls-verify=false --compression-format zstd'),
      source: 'docker://$REG/$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
  ].map((recipe) => ({ tool: 'buildah', ...recipe }));
}

/** @returns {Recipe[]} */
function podman() {
  const tool = '"$TOOL" --root $ST/s --runroot $ST/r --tmpdir $ST/t --storage-driver overlay --events-backend none';
  const pull = `${tool} pull -q --signature-policy ${POLICY} --tls-verify=false $REG/base:1 > /dev/null; ${tool} tag $REG/base:1 app:1`;
  const save = (/** @type {string} */ format) => `${pull}; ${tool} save -q --format ${format} -o $OUT app:1`;
  return [
    {
      form: 'save docker-archive',
      run: save('docker-archive'),
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    { form: 'save oci-archive', run: save('oci-archive'), source: 'oci-archive:$OUT', oracle: 'oci-archive $OUT' },
    { form: 'save oci-dir', run: save('oci-dir'), source: 'oci:$OUT', oracle: 'oci $OUT' },
    { form: 'save docker-dir', run: save('docker-dir'), source: 'dir:$OUT', oracle: 'dir $OUT' },
    {
      form: 'save --multi-image-archive',
      run: `${pull}; ${tool} import -q $IN/two.tar other:1 > /dev/null; ${tool} save -q -m -o $OUT app:1 other:1`,
      source: 'docker-archive:$OUT:localhost/other:1',
      oracle: 'docker-archive $OUT localhost/other:1',
    },
    {
      form: 'containers-storage, pulled',
      run: `${pull}; ${describeStorage('[overlay@$ST/s+$ST/r]localhost/app:1', '"$SKOPEO"')}`,
      source: 'containers-storage:[overlay@$ST/s]app:1',
      oracle: 'storage $OUT.raw $OUT.copy',
    },
    {
      form: 'containers-storage, imported',
      run: `${tool} import -q $IN/two.tar app:1 > /dev/null; ${describeStorage('[overlay@$ST/s+$ST/r]localhost/app:1', '"$SKOPEO"')}`,
      source: 'containers-storage:[overlay@$ST/s]app:1',
      oracle: 'storage $OUT.raw $OUT.copy',
    },
  ].map((recipe) => ({ tool: 'podman', ...recipe }));
}

/** @returns {Recipe[]} */
function umoci() {
  const start = '"$TOOL" init --layout $OUT; "$TOOL" new --image $OUT:v1';
  const layer = '"$TOOL" raw add-layer --image $OUT:v1 $IN/one.tar';
  return [
    { form: 'raw add-layer', run: `${start}; ${layer}`, source: 'oci:$OUT:v1', oracle: 'oci $OUT v1' },
    {
      form: 'insert, two tags',
      run: `${start}; ${layer}; "$TOOL" insert --rootless --image $OUT:v1 --tag v2 $IN/folder /opt`,
      source: 'oci:$OUT:v2',
      oracle: 'oci $OUT v2',
    },
  ].map((recipe) => ({ tool: 'umoci', ...recipe }));
}

/** @returns {Recipe[]} */
function crane() {
  const append = '"$TOOL" append --insecure -f $IN/one.tar,$IN/two.tar';
  const pulled = (/** @type {string} */ format, image = 'base') =>
    `"$TOOL" pull --insecure --format=${format} $REG/${image}:1 $OUT`;
  const inRegistry = { source: 'docker://$REG/$NAME:1', oracle: 'registry $REG $NAME 1' };
  return [
    { form: 'append to registry', run: `${append} -t $REG/$NAME:1`, ...inRegistry },
    {
      form: 'append to tarball',
      run: `${append} -t app:1 -o $OUT`,
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    { form: 'pull tarball', run: pulled('tarball'), source: 'docker-archive:$OUT', oracle: 'docker-archive $OUT' },
    { form: 'pull legacy', run: pulled('legacy'), source: 'docker-archive:$OUT', oracle: 'docker-archive $OUT' },
    { form: 'pull oci', run: pulled('oci'), source: 'oci:$OUT', oracle: 'oci $OUT' },
    { form: 'pull oci, index', run: pulled('oci', 'multi'), source: 'oci:$OUT', oracle: 'oci $OUT' },
    { form: 'flatten', run: '"$TOOL" flatten --insecure $REG/base:1 -t $REG/$NAME:1', ...inRegistry },
    { form: 'mutate', run: '"$TOOL" mutate --insecure $REG/base:1 --label a=b -t $REG/$NAME:1', ...inRegistry },
    {
      form: 'index append',
      run: '"$TOOL" index append --insecure -m $REG/base:1 -m $REG/arm:1 -t $REG/$NAME:1',
      ...inRegistry,
    },
  ].map((recipe) => ({ tool: 'crane', ...recipe }));
}

/** ko takes the path of a layout as a repository: it must be in lower case. @returns {Recipe[]} */
function ko() {
  const build = (options = '') =>
    `cd $IN/hello; export KO_DEFAULTBASEIMAGE=$REG/multi:1 KO_DOCKER_REPO=$REG/$NAME; "$TOOL" build --insecure-registry --bare --tags 1 ${options} .`;
  return [
    {
      form: 'layout',
      run: `${build('--push=false --oci-layout-path layout --sbom=none')}; mv layout $OUT`,
      source: 'oci:$OUT',
      oracle: 'oci $OUT',
    },
    {
      form: 'tarball',
      run: build('--push=false --tarball $OUT --sbom=none'),
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    {
      form: 'registry, all platforms, SBOM',
      run: build('--platform=all --sbom=spdx'),
      source: 'docker://$REG/$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
  ].map((recipe) => ({ tool: 'ko', ...recipe }));
}

/** @returns {Recipe[]} */
function regctl() {
  const set = '"$TOOL" registry set --tls disabled $REG > /dev/null';
  const mod = (/** @type {string} */ change) =>
    `${set}; "$TOOL" image mod $REG/base:1 ${change} --create $REG/$NAME:1 > /dev/null`;
  const inRegistry = { source: 'docker://$REG/$NAME:1', oracle: 'registry $REG $NAME 1' };
  return [
    {
      form: 'copy ocidir',
      run: `${set}; "$TOOL" image copy $REG/multi:1 ocidir://$OUT:v1 > /dev/null`,
      source: 'oci:$OUT:v1',
      oracle: 'oci $OUT v1',
    },
    {
      form: 'export',
      run: `${set}; "$TOOL" image export $REG/base:1 $OUT`,
      source: 'oci-archive:$OUT',
      oracle: 'oci-archive $OUT',
    },
    {
      form: 'export as a docker-archive',
      run: `${set}; "$TOOL" image export $REG/base:1 $OUT`,
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    { form: 'mod, zstd', run: mod('--layer-compress zstd'), ...inRegistry },
    { form: 'mod, uncompressed', run: mod('--layer-compress none'), ...inRegistry },
    { form: "mod, Docker's types", run: mod('--to-docker'), ...inRegistry },
    {
      form: 'index create',
      run: `${set}; "$TOOL" index create $REG/$NAME:1 --ref $REG/base:1 --ref $REG/arm:1 > /dev/null`,
      ...inRegistry,
    },
  ].map((recipe) => ({ tool: 'regctl', ...recipe }));
}

/** @returns {Recipe[]} */
function oras() {
  const types = 'application/vnd.oci.image';
  return [
    {
      form: 'cp to layout',
      run: '"$TOOL" cp --no-tty --from-plain-http --to-oci-layout $REG/multi:1 $OUT:v1',
      source: 'oci:$OUT:v1',
      oracle: 'oci $OUT v1',
    },
    {
      form: 'push to layout',
      run: `cd $IN; "$TOOL" push --no-tty --oci-layout $OUT:v1 --config config.json:${types}.config.v1+json one.tar.gz:${types}.layer.v1.tar+gzip`,
      source: 'oci:$OUT:v1',
      oracle: 'oci $OUT v1',
    },
    {
      form: 'attach (a referrer)',
      run: `cd $IN; "$TOOL" cp --no-tty --from-plain-http --to-plain-http $REG/base:1 $REG/$NAME:1; "$TOOL" attach --no-tty --plain-http --artifact-type example/sbom $REG/$NAME:1 config.json:text/plain`,
      source: 'docker://$REG/$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
    {
      form: 'manifest index create',
      run: `R=$REG/multi; "$TOOL" cp --no-tty -r --from-plain-http --to-oci-layout $R:1 $OUT:m; D=$("$TOOL" manifest fetch --oci-layout $OUT:m | grep -o 'sha256:[0-9a-f]*'); "$TOOL" manifest index create --oci-layout $OUT:v1 $D`,
      source: 'oci:$OUT:v1',
      oracle: 'oci $OUT v1',
    },
  ].map((recipe) => ({ tool: 'oras', ...recipe }));
}

/** @returns {Recipe[]} */
function jib() {
  const build = (/** @type {string} */ goal, options = '') =>
    `cp -r $IN/jib $OUT.project; cd $OUT.project; mvn -q -B package com.google.cloud.tools:jib-maven-plugin:${JIB}:${goal} -Djib.from.image=$REG/base:1 -Djib.allowInsecureRegistries=true -DsendCredentialsOverHttp=true -Djib.container.mainClass=Main ${options}`;
  const tar = 'cp $OUT.project/target/jib-image.tar $OUT';
  return [
    {
      form: 'buildTar',
      run: `${build('buildTar', '-Djib.to.image=app:1')}; ${tar}`,
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    {
      form: 'buildTar, OCI',
      run: `${build('buildTar', '-Djib.to.image=app:1 -Djib.container.format=OCI')}; ${tar}`,
      source: 'oci-archive:$OUT',
      oracle: 'oci-archive $OUT',
    },
    {
      form: 'build',
      run: build('build', '-Djib.to.image=$REG/$NAME:1'),
      source: 'docker://$REG/$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
  ].map((recipe) => ({ tool: 'jib', ...recipe }));
}

/** @returns {Recipe[]} */
function docker() {
  const load = 'docker buildx build -q --load --provenance=false -t $NAME:1 $IN/build > /dev/null';
  const output = (/** @type {string} */ how) =>
    `docker buildx build -q --provenance=false -o ${how} $IN/build > /dev/null`;
  return [
    {
      form: 'save',
      run: `${load}; docker save -o $OUT $NAME:1`,
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
    {
      form: 'save, gzip',
      run: `${load}; docker save $NAME:1 > $OUT.plain; gzip -c $OUT.plain > $OUT`,
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT.plain',
    },
    {
      form: 'the daemon',
      run: `${load}; docker tag $NAME:1 $REG/$NAME:1; docker push -q $REG/$NAME:1 > /dev/null`,
      source: 'docker-daemon:$NAME:1',
      oracle: 'registry $REG $NAME 1',
    },
    {
      form: 'buildx type=oci',
      run: output('type=oci,dest=$OUT'),
      source: 'oci-archive:$OUT',
      oracle: 'oci-archive $OUT',
    },
    {
      form: 'buildx type=oci, tar=false',
      run: output('type=oci,tar=false,dest=$OUT'),
      source: 'oci:$OUT',
      oracle: 'oci $OUT',
    },
    {
      form: 'buildx type=oci, zstd',
      run: output('type=oci,dest=$OUT,compression=zstd,force-compression=true'),
      source: 'oci-archive:$OUT',
      oracle: 'oci-archive $OUT',
    },
    {
      form: 'buildx type=docker',
      run: output('type=docker,dest=$OUT,name=app:1'),
      source: 'docker-archive:$OUT',
      oracle: 'docker-archive $OUT',
    },
  ].map((recipe) => ({ tool: 'docker', ...recipe }));
}

/** Forms that a store cannot write: the classic one has no OCI exporter. @type {Readonly<Record<string, RegExp>>} */
export const UNSUPPORTED = { classic: /buildx/ };

export const RECIPES = [skopeo, buildah, podman, umoci, crane, ko, regctl, oras, jib, docker].flatMap((recipes) =>
  recipes(),
);
