import { Document, isScalar, type Pair, type Scalar, stringify, type YAMLMap } from 'yaml';
import { SCHEMA_URL } from '../../config/file/json-schema.ts';
import { DEFAULT_FAIL_IF } from '../../config/gates.ts';
import { METRIC_NAMES } from '../../model/metric.ts';
import { printable } from '../../text/scanner.ts';
import type { Service } from './compose.ts';
import type { Entries, Entry, FileSource } from './entries.ts';

const HEAD = ` yaml-language-server: $schema=${SCHEMA_URL}
 The images that Image Size Gate builds and measures, and their limits. "image-size-gate init" wrote this file; edit it freely.`;

const CONDITIONS = ` A condition is METRIC > [+]AMOUNT, parts joined by "and". METRIC (own-… is what you add to the base image, base-… its part):
 ${METRIC_NAMES.join(', ')}.
 With + it limits growth against the base commit, without + the image itself.`;

const WARN_IF = ` warn-if: [ "wasted > 5%" ]`;

const OF_ONE_IMAGE = ` An entry can also have (all keys: the schema above):
 target: runtime                     # the stage to build; without it the last one
 fail-if: [ "download > 120 MB" ]    # its own conditions, besides those above
 noise: 200 kB                       # what differs between two builds of one commit: "check --repeat 5 --no-cache" measures it
 verify:                             # a smaller image that no longer works is no improvement
   - user: non-root
   - run: [ app, --version ]`;

/** Each value stays on one line, since a comment mark could cut a folded or block text in two. */
const STYLE = { lineWidth: 0, blockQuote: false, nullStr: '', flowCollectionPadding: true } as const;

/** The text of `.github/image-size.yml` for what was found. The YAML library writes names and paths, whatever characters they have. */
export function configText({ images, bake, covered }: Entries): string {
  const document = new Document({
    'fail-if': [...DEFAULT_FAIL_IF],
    ...(bake.length === 0 ? {} : { bake: bakeSetting(bake) }),
    ...(images.length === 0 ? {} : { images: new Map(images.map(({ name }) => [name, {}])) }),
  });
  document.commentBefore = HEAD;
  const root = document.contents as unknown as YAMLMap<Scalar<string>, YAMLMap>;
  comment(root, 'fail-if', CONDITIONS);
  if (bake.length > 0) comment(root, 'bake', `${WARN_IF}\n\n ${BAKE}`);
  if (images.length > 0) comment(root, 'images', bake.length === 0 ? WARN_IF : '');
  const entries = root.get('images');
  for (const [at, entry] of images.entries()) {
    const settings = document.createNode(settingsOf(entry.source)) as YAMLMap;
    settings.comment = afterwards(entry, at === 0);
    explainContext(settings, entry);
    entries?.set(entry.name, settings);
  }
  if (covered.length > 0) document.comment = coveredText(covered);
  return document.toString(STYLE);
}

const BAKE =
  "All default targets of these bake files become images; an entry below with a target's name adds settings.";

function bakeSetting(groups: Entries['bake']): unknown {
  const settings = groups.map((files) => {
    const [only, ...others] = files;
    // A text after # would be a target.
    return only !== undefined && others.length === 0 && !only.includes('#')
      ? literal(only)
      : { files: files.map(literal) };
  });
  return settings.length === 1 ? settings[0] : settings;
}

function settingsOf(source: Entry['source']): unknown {
  if (source.kind === 'dockerfile') return fileSettings(source);
  const { file, target } = source.service;
  if (file.includes('#')) return { bake: { files: [literal(file)], target } };
  return { bake: `${literal(file)}#${target}` };
}

function fileSettings({ file, context, target, buildArgs, buildContexts }: FileSource): unknown {
  return {
    file: literal(file),
    context: literal(context),
    ...(target === undefined ? {} : { target: literal(target) }),
    ...(buildArgs === undefined ? {} : { 'build-args': valuesOf(buildArgs) }),
    ...(buildContexts === undefined ? {} : { 'build-contexts': valuesOf(buildContexts) }),
  };
}

/** `KEY=VALUE` as entries of a map. */
function valuesOf(entries: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    entries.map((entry) => [entry.slice(0, entry.indexOf('=')), literal(entry.slice(entry.indexOf('=') + 1))]),
  );
}

/** Says beside a context where it is from. */
function explainContext(settings: YAMLMap, { from }: Entry): void {
  const context = settings.get('context', true);
  if (from !== undefined && isScalar(context)) context.comment = ` as ${printable(from)} builds it`;
}

/** In the configuration `${NAME}` is a variable and `$${` a literal `${`. */
function literal(path: string): string {
  return path.replaceAll('${', () => '$${');
}

/** Comments after an entry. The first shows all settings that an entry can have. One of several in a folder shows that it may be a variant. */
function afterwards({ source, sibling, also = [], unset = [], missing = [] }: Entry, isFirst: boolean): string {
  const parts = [
    ...(sibling === undefined
      ? []
      : [`${commentOf({ 'variant-of': sibling })} # if it is another way to build the same application`]),
    ...(source.kind === 'service' ? sameText(source.service) : []),
    ...also.map((service) => ` ${printable(service)} builds the same Dockerfile`),
    ...unset.map((name) => ` build-args: { ${name}: … } # its FROM needs a value`),
    ...missing.map(
      (source) => ` its context has no ${JSON.stringify(source)}: let a step of the workflow make it before`,
    ),
    ...(isFirst ? [OF_ONE_IMAGE] : []),
  ];
  return parts.join('\n');
}

function sameText({ same }: Service): readonly string[] {
  return same.length === 0 ? [] : [` built in the same way: ${same.map((name) => JSON.stringify(name)).join(', ')}`];
}

function coveredText(covered: readonly Entry[]): string {
  const lines = covered.map(({ name, source }) => commentOf({ [name]: settingsOf(source) }, 2));
  return [
    ' Not listed, since the bake files above probably build them; add an entry for each that they do not build:',
    ' images:',
    ...lines,
  ].join('\n');
}

/** Formats a setting as lines of a comment. */
function commentOf(value: object, indent = 0): string {
  const text = stringify(value, STYLE).trimEnd();
  return text.replace(/^/gm, ` ${' '.repeat(indent)}`);
}

function comment(map: YAMLMap<Scalar<string>, YAMLMap>, key: string, text: string): void {
  const pair = map.items.find((item: Pair<Scalar<string>, YAMLMap>) => item.key.value === key);
  if (pair === undefined || text === '') return;
  pair.key.commentBefore = text;
  pair.key.spaceBefore = pair !== map.items[0];
}
