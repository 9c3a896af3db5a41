import { z } from 'zod';
import type { TransportSource } from '../../model/image.ts';
import { METRIC_NAMES } from '../../model/metric.ts';
import { TRANSPORT_FORMS, TRANSPORT_NAMES, transportPrefix } from '../../model/transport.ts';
import { parseBytes } from '../../text/amount.ts';
import { UserError } from '../../text/error.ts';
import { nearest } from '../../text/nearest.ts';
import { isImageName, NAME, NAME_RULE } from '../images.ts';
import { parseTransport } from '../source.ts';
import { bakeGroups, bakeTarget } from './bake-schema.ts';
import { argument, argumentList, buildArgs, buildContexts, labels, platforms } from './build-schema.ts';
import { checkSchema } from './check-schema.ts';
import { generalLines, imageLines } from './conditions.ts';
import { VARIABLE } from './environment.ts';
import { found, quoted } from './problem.ts';
import { secrets } from './secret-schema.ts';
import { choice, listOf, mapOf, parsed, strict, text, yesOrNo } from './words.ts';

const SOURCE = 'a source such as "docker://ghcr.io/acme/app:1.2"';

/** The keys of a Dockerfile build. */
export const DOCKERFILE_KEYS = [
  'file',
  'context',
  'target',
  'build-args',
  'labels',
  'build-contexts',
  'secrets',
  'ssh',
  'network',
  'cache-from',
  'cache-to',
] as const;

const imageName = text('a name')
  .refine(isImageName, {
    error: ({ input }) => `found ${quoted(String(input))}, expected the name of an image: ${NAME_RULE}`,
  })
  .meta({ pattern: NAME.source, maxLength: 128 });

const image = strict(
  {
    file: argument('the path of a Dockerfile', 'the path')
      .optional()
      .describe("Dockerfile, relative to the repository's root, or inside the context if that is a URL."),
    context: argument('a directory, or a git or HTTP(S) URL', 'the context')
      .optional()
      .describe(
        "Build context: a directory relative to the repository's root, or a git or HTTP(S) URL. Absent: the Dockerfile's directory.",
      ),
    target: argument('a stage of the Dockerfile such as "runtime"', 'the stage')
      .optional()
      .describe('Build stage to build and measure. Absent: the last one.'),
    'build-args': buildArgs
      .optional()
      .describe('Build arguments: a map, or a list of KEY=value. An empty value in a map comes from the environment.'),
    labels: labels.optional().describe('Labels of the image: a map, or a list of KEY=value.'),
    'build-contexts': buildContexts
      .optional()
      .describe('Named contexts: a map NAME: directory, URL or docker-image://…, or a list of NAME=VALUE.'),
    secrets: secrets
      .optional()
      .describe(
        'Build secrets, with the place of each value: a map ID: {env: NAME} or ID: {file: PATH}, or a list of id=ID,env=NAME and id=ID,src=PATH.',
      ),
    ssh: argumentList('default', 'the entry')
      .optional()
      .describe('SSH agents or keys for the build: `default` or ID[=SOCKET or KEY].'),
    network: choice(['default', 'none', 'host']).optional().describe('Network of the RUN instructions.'),
    'cache-from': argumentList('type=gha', 'the entry')
      .optional()
      .describe("Cache sources of this image, in place of the run's."),
    'cache-to': argumentList('type=gha', 'the entry')
      .optional()
      .describe("Cache destinations of this image, in place of the run's."),
    bake: bakeTarget
      .optional()
      .describe('Target of a bake or compose file that builds the image: FILE#TARGET, or {files, target}.'),
    source: parsed(SOURCE, parseSource)
      .optional()
      .describe(`An existing image to measure, not to build: ${TRANSPORT_FORMS.join(', ')}.`),
    platforms: platforms
      .optional()
      .describe(
        "Platforms to build and measure, each by itself: os/arch[/variant]. Absent: the builder's own, the bake target's, or all of a source.",
      ),
    'fail-if': imageLines('fail')
      .optional()
      .describe('Conditions that fail the run, for this image, in addition to the general ones.'),
    'warn-if': imageLines('warn')
      .optional()
      .describe('Conditions that warn, for this image, in addition to the general ones.'),
    'variant-of': text('the name of another image')
      .optional()
      .describe('Name of the image of which this one is a variant. The two are also compared with each other.'),
    verify: listOf(checkSchema, 'a list of checks such as [{user: non-root}]')
      .optional()
      .describe(
        'What the image must still do or be. Absent on a variant: the checks of its reference image. [] for none.',
      ),
    noise: parsed('bytes with a unit such as "200 kB"', parseNoise)
      .optional()
      .describe(
        'Bytes (`200 kB`) by which two builds of one commit may differ. Growth up to this size meets no condition.',
      ),
    always: yesOrNo().optional().describe('Build the image even if none of its inputs changed (false).'),
    'index-totals': yesOrNo()
      .optional()
      .describe('Also report the total of all platforms, with shared blobs counted once (false).'),
  },
  'in an image',
  'a map of settings such as {file: docker/Dockerfile}, or nothing for the Dockerfile at the root',
).meta({ allOf: exclusions() });

/** The settings of one image in a config file. */
export type ImageSettings = z.output<typeof image>;

const variableName = parsed('the name of an environment variable', checkVariable, VARIABLE);
const variableKey = text('a name').regex(VARIABLE, {
  error: ({ input }) =>
    `found the key ${quoted(String(input))}, expected the name of an environment variable: letters, digits and "_"`,
});
const ENVIRONMENT = 'a list of names such as [REGISTRY], or a map such as "REGISTRY: ghcr.io"';
const environment = z.union(
  [
    listOf(variableName, ENVIRONMENT),
    mapOf(
      variableKey,
      z.union([z.string(), z.number(), z.boolean(), z.null()], { error: 'expected a default as a text, or nothing' }),
      ENVIRONMENT,
    ),
  ],
  { error: ({ input }) => `${found(input)}, expected ${ENVIRONMENT}` },
);

/** The whole file. rules.ts checks what spans several keys. */
export const configSchema = strict(
  {
    'fail-if': generalLines('fail')
      .optional()
      .describe(
        `Conditions that fail the run, for all images: METRIC > [+]AMOUNT, parts joined by "and". METRIC: ${METRIC_NAMES.join(', ')}. Absent: growth of \`unpacked\` or \`download\` by more than 2 % and 1 MB; \`none\` turns that off.`,
      ),
    'warn-if': generalLines('warn').optional().describe('Conditions that warn, for all images.'),
    environment: environment
      .optional()
      .describe(`The environment variables that texts may use as \${NAME}: a list of names, or a map NAME: default.`),
    images: mapOf(
      imageName,
      z.union([image, z.null()], { error: imageError }),
      'a map of images such as "api: {file: docker/Dockerfile}"',
    )
      .meta({ minProperties: 1 })
      .optional()
      .describe('The images by name, each with its source and its own settings.'),
    bake: bakeGroups
      .optional()
      .describe(
        "Bake or compose files. All their targets become images: FILE, FILE#TARGET, {files, targets}, or a list of these. An entry of `images` with a target's name has its settings.",
      ),
  },
  'at the top level',
  'a map with "images:" or "bake:"',
).meta({ anyOf: [{ required: ['images'] }, { required: ['bake'] }] });

export type ConfigSettings = z.output<typeof configSchema>;

function imageError({ input }: { readonly input?: unknown }): string {
  const cure = typeof input === 'string' ? `: write {file: ${quoted(input)}}` : '';
  return `${found(input)}, expected a map of settings such as {file: docker/Dockerfile}${cure}`;
}

/** A path is also a source on the command line; in the file it goes under `file`. */
function parseSource(value: string): TransportSource {
  const prefix = /^([^:]*):/.exec(value)?.[1] ?? '';
  const source = TRANSPORT_NAMES.some((transport) => transport === prefix) ? parseTransport(value) : null;
  if (source !== null) return source;
  const nearTransport = nearest(prefix, TRANSPORT_NAMES);
  const meant = nearTransport === undefined ? `docker://${value}` : `${nearTransport}${value.slice(prefix.length)}`;
  const hint = isTransport(meant) ? `. Did you mean ${quoted(meant)}?` : '';
  throw new UserError(
    `found ${quoted(value)}, expected ${SOURCE}; accepted: ${TRANSPORT_NAMES.map(transportPrefix).join(', ')}${hint}`,
  );
}

function isTransport(text: string): boolean {
  try {
    return parseTransport(text) !== null;
  } catch {
    return false;
  }
}

function parseNoise(value: string): number {
  try {
    return parseBytes(value);
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    const reason = error.message.startsWith('"') ? 'expected bytes with a unit such as "200 kB"' : error.message;
    throw new UserError(`found ${quoted(value)}, ${reason}`);
  }
}

function checkVariable(name: string): string {
  if (VARIABLE.test(name)) return name;
  throw new UserError(
    `found ${quoted(name)}, expected the name of an environment variable (letters, digits and "_", without "$"); a default is written as a map: "NAME: default"`,
  );
}

/** For editors: an image has one kind of source. */
function exclusions() {
  const others = DOCKERFILE_KEYS.flatMap((key) => [
    ['bake', key],
    ['source', key],
  ]);
  return [['bake', 'source'], ...others].map((required) => ({ not: { required } }));
}
