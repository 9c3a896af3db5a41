import { z } from 'zod';
import { UserError } from '../../text/error.ts';
import { suggestion } from '../../text/nearest.ts';
import { checkArgument, parseList } from '../entries.ts';
import { found, quoted } from './problem.ts';
import { listOf, mapOf, oneOrMore, parsed, text } from './words.ts';

const KEY = /^[^=\s-][^=\s]*$/;
const OSES = ['linux', 'windows', 'freebsd', 'darwin', 'wasip1'];
const ARCHITECTURES = [
  'amd64',
  'arm64',
  'arm',
  '386',
  'ppc64le',
  's390x',
  'riscv64',
  'loong64',
  'mips64le',
  'mips64',
  'wasm',
];
const PLATFORM = /^([a-z0-9]+)\/([a-z0-9_]+)(?:\/[a-z0-9.]+)?$/;
const PLATFORMS = 'a platform such as linux/arm64, or a list of them';

/** A text that becomes one argument of a command; `what` names it in messages. */
export function argument(expected: string, what: string) {
  return parsed(
    expected,
    (value) => {
      if (value === '') throw new UserError(`found "", expected ${expected}`);
      return checkArgument(value, what);
    },
    /^[^-]/,
  );
}

/** One argument per line, or a list of them. */
export function argumentList(example: string, what: string) {
  const expected = `a text such as "${example}", or a list of them`;
  return oneOrMore(argument(`a text such as "${example}"`, what), expected, parseList);
}

/** `BUILD_ARG: value` or `BUILD_ARG=value`; null or a name alone takes the value from the environment. */
export const buildArgs = pairs('VERSION', '1.2', { bare: true });
/** Labels of the image, as `KEY=value` or a map. */
export const labels = pairs('org.opencontainers.image.title', 'api', { bare: false });
/** Named build contexts, as `NAME=value` or a map. */
export const buildContexts = pairs('base', 'docker-image://debian:12', { bare: false });

/** A list, or a text with commas or line ends between them, as in docker/build-push-action. */
export const platforms = oneOrMore(
  parsed('a platform such as linux/arm64', checkPlatform, PLATFORM),
  PLATFORMS,
  (value) => parseList(value).flatMap((line) => line.split(',').map((item) => item.trim())),
)
  .refine((list) => list.length > 0, { error: `found none, expected ${PLATFORMS}` })
  .transform((list) => [...new Set(list)]);

function pairs(name: string, value: string, { bare }: { readonly bare: boolean }) {
  const expected = `a map such as "${name}: ${value}", or a list such as ["${name}=${value}"]`;
  const map = mapOf(pairKey(), pairValue(bare), expected).transform((entries) =>
    Object.entries(entries).map(([key, entry]) => (entry === null ? key : `${key}=${entry}`)),
  );
  const item = parsed(`a text such as "${name}=${value}"`, (entry) => checkPair(entry, `${name}=${value}`, bare));
  return z.union([map, listOf(item, expected)], { error: ({ input }) => `${found(input)}, expected ${expected}` });
}

function pairKey() {
  return text('a name').regex(KEY, {
    error: ({ input }) =>
      `found the key ${quoted(String(input))}, expected a name without spaces and "=", not starting with "-"`,
  });
}

/** An editor's schema must accept numbers and booleans; compose.ts has already made them texts here. */
function pairValue(bare: boolean) {
  const error = ({ input }: { readonly input?: unknown }) =>
    `${found(input)}, expected a text${input === null ? ' ("" for an empty one)' : ', a number or a boolean'}`;
  const scalar = [z.string(), z.number(), z.boolean()] as const;
  return bare ? z.union([...scalar, z.null()], { error }) : z.union(scalar, { error });
}

function checkPair(entry: string, example: string, bare: boolean): string {
  const [key = '', ...rest] = entry.split('=');
  if (KEY.test(key) && (bare || rest.length > 0)) return entry;
  throw new UserError(
    `found ${quoted(entry)}, expected ${bare ? 'KEY=value (or KEY, to take it from the environment)' : 'KEY=value'} such as "${example}"`,
  );
}

function checkPlatform(value: string): string {
  const [, os = '', architecture = ''] = PLATFORM.exec(value) ?? [];
  if (OSES.includes(os) && ARCHITECTURES.includes(architecture)) return value;
  if (ARCHITECTURES.includes(value)) throw new UserError(`found ${quoted(value)}, expected os/arch: "linux/${value}"`);
  const known = ['linux', 'windows'].flatMap((name) => ARCHITECTURES.map((arch) => `${name}/${arch}`));
  throw new UserError(
    `found ${quoted(value)}, expected os/arch[/variant] such as linux/amd64 or linux/arm/v7; architectures: ${ARCHITECTURES.join(', ')}.${suggestion(value, known)}`,
  );
}
