import { setImmediate } from 'node:timers/promises';
import { mutate } from './mutate.ts';
import { randomFrom } from './random.ts';
import { isRefusal, READERS, type Reader } from './readers.ts';

/** An input that a reader neither took nor refused. */
export interface Finding {
  readonly reader: string;
  /** The same seed makes the same input again. */
  readonly seed: number;
  readonly error: unknown;
  readonly input: Buffer;
}

export interface FuzzOptions {
  /** A folder of the fuzzer's own. */
  readonly folder: string;
  /** The first seed. Each input has its own. */
  readonly from: number;
  /** Asked before each input, with the number of those that were made. */
  readonly goesOn: (inputs: number) => boolean;
  /** The name of the only reader to try; absent for all in turn. */
  readonly reader?: string | undefined;
}

/** Inputs by reader, and what was found. */
export interface Fuzzed {
  readonly taken: Readonly<Record<string, number>>;
  readonly refused: Readonly<Record<string, number>>;
  readonly findings: readonly Finding[];
}

/** Feeds changed inputs to the readers in turn. A reader that throws anything but a refusal is a finding. */
export async function fuzz({ folder, from, goesOn, reader: only }: FuzzOptions): Promise<Fuzzed> {
  const readers = READERS.filter(({ name }) => only === undefined || name === only);
  const seeded = readers.map((reader) => ({ reader, seeds: reader.seeds(folder) }));
  const taken: Record<string, number> = Object.fromEntries(readers.map(({ name }) => [name, 0]));
  const refused = { ...taken };
  const findings: Finding[] = [];
  for (let inputs = 0; goesOn(inputs); inputs += 1) {
    const { reader, seeds } = seeded[inputs % seeded.length]!;
    const seed = from + inputs;
    const input = makeInput(seeds, seed);
    const error = await attempt(reader, input, folder);
    const counts = error === undefined ? taken : refused;
    counts[reader.name] = (counts[reader.name] ?? 0) + 1;
    // Most readers never wait, and a signal is only heard in between.
    if (inputs % 500 === 0) await setImmediate();
    if (error !== undefined && !isRefusal(error)) findings.push({ reader: reader.name, seed, error, input });
  }
  return { taken, refused, findings };
}

function makeInput(seeds: readonly Buffer[], seed: number): Buffer {
  const random = randomFrom(seed);
  return mutate(random.pick(seeds), random, random.pick(seeds));
}

async function attempt(reader: Reader, input: Buffer, folder: string): Promise<unknown> {
  try {
    await reader.read(input, folder);
    return undefined;
  } catch (error) {
    return error ?? new Error('nothing was thrown');
  }
}
