import type { Random } from './random.ts';

/** Bytes, lengths and texts that parsers stumble over. */
const BYTES = [0x00, 0xff, 0x7f, 0x80, 0x20, 0x0a, 0x2f, 0x22, 0x5c];
const TEXTS = [
  ...['', '0', '-1', '1e999', '9007199254740993', '00000000000', '77777777777', 'NaN', 'null', '[]', '{}', '""'],
  ...['../../etc/passwd', '/dev/zero', '__proto__', 'constructor', '\u0000', '\u202e', '\ud800', '::error::', '##[x]'],
  ...[`$\{X}`, '$(x)', '<!--', '*'.repeat(40), 'a'.repeat(5000), '(((((((((('],
];

const VALUES: readonly unknown[] = [
  ...[null, true, 0, -1, 0.5, 1e300, Number.MAX_SAFE_INTEGER + 2, '', 'x', [], {}, [[]], { a: { b: {} } }],
  ...TEXTS,
];

type Mutation = (bytes: Buffer, random: Random, other: Buffer) => Buffer;

const MUTATIONS: readonly Mutation[] = [
  flip,
  overwrite,
  cut,
  drop,
  repeat,
  insert,
  splice,
  (bytes, random) => changeNumber(bytes, random),
];

/** One to four changes of a valid input. JSON is changed as a value half of the time, so that what lies behind the parser is reached too. */
export function mutate(valid: Buffer, random: Random, other: Buffer): Buffer {
  const isStructured = random.below(2) === 0;
  const changed = isStructured ? mutateJson(valid, random) : undefined;
  if (changed !== undefined) return changed;
  let bytes: Buffer = Buffer.from(valid);
  for (let left = 1 + random.below(4); left > 0; left -= 1) bytes = random.pick(MUTATIONS)(bytes, random, other);
  return bytes;
}

function flip(bytes: Buffer, random: Random): Buffer {
  if (bytes.length === 0) return bytes;
  const at = random.below(bytes.length);
  bytes[at] = (bytes[at] ?? 0) ^ (1 << random.below(8));
  return bytes;
}

function overwrite(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  bytes.fill(random.pick(BYTES), at, Math.min(bytes.length, at + 1 + random.below(16)));
  return bytes;
}

function cut(bytes: Buffer, random: Random): Buffer {
  return bytes.subarray(0, random.below(bytes.length + 1));
}

function drop(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + 1 + random.below(600))]);
}

function repeat(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  const part = bytes.subarray(at, at + 1 + random.below(1024));
  return Buffer.concat([
    bytes.subarray(0, at),
    ...Array.from({ length: 1 + random.below(8) }, () => part),
    bytes.subarray(at),
  ]);
}

function insert(bytes: Buffer, random: Random): Buffer {
  const at = random.below(bytes.length + 1);
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(random.pick(TEXTS)), bytes.subarray(at)]);
}

function splice(bytes: Buffer, random: Random, other: Buffer): Buffer {
  return Buffer.concat([
    bytes.subarray(0, random.below(bytes.length + 1)),
    other.subarray(random.below(other.length + 1)),
  ]);
}

/** A number of one, two or four bytes in either order: lengths and offsets of binary formats. */
function changeNumber(bytes: Buffer, random: Random): Buffer {
  const size = random.pick([1, 2, 4]);
  if (bytes.length < size) return bytes;
  const at = random.below(bytes.length - size + 1);
  const value = random.pick([0, 1, 2 ** (8 * size) - 1, 2 ** (8 * size - 1), bytes.length % 2 ** (8 * size)]);
  if (random.below(2) === 0) bytes.writeUIntLE(value, at, size);
  else bytes.writeUIntBE(value, at, size);
  return bytes;
}

function mutateJson(valid: Buffer, random: Random): Buffer | undefined {
  const first = valid[0];
  if (first !== 0x7b && first !== 0x5b) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(valid.toString('utf8'));
  } catch {
    return undefined;
  }
  for (let left = 1 + random.below(3); left > 0; left -= 1) value = changeValue(value, random);
  return Buffer.from(JSON.stringify(value) ?? '');
}

/** Walks down to some value and replaces, removes, doubles or renames it. */
function changeValue(value: unknown, random: Random): unknown {
  if (typeof value !== 'object' || value === null || random.below(8) === 0) return random.pick(VALUES);
  const keys = Object.keys(value);
  if (keys.length === 0) return random.pick(VALUES);
  const key = random.pick(keys);
  const children = value as Record<string, unknown>;
  const how = random.below(6);
  if (Array.isArray(value)) {
    const at = Number(key);
    if (how === 0) return value.toSpliced(at, 1);
    if (how === 1) return value.toSpliced(at, 0, value[at]);
    return value.with(at, changeValue(value[at], random));
  }
  if (how === 0) return Object.fromEntries(Object.entries(children).filter(([name]) => name !== key));
  if (how === 1) return { ...children, [random.pick(TEXTS)]: children[key] };
  return { ...children, [key]: changeValue(children[key], random) };
}
