import { createHash } from 'node:crypto';
import { mkdir, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { formatLayerIndex, MAX_LAYER_FILE, parseLayerIndex } from '../history/layer-file.ts';
import { MAX_MEASUREMENT_FILE, type MeasuredLayer, measurementSchema } from '../model/measurement.ts';
import { layerPath } from '../model/record.ts';
import { commitId, type Infer, text } from '../model/schema.ts';
import type { LayerIndex } from '../oci/image.ts';
import { environment } from '../process/environment.ts';
import { UserError } from '../text/error.ts';
import { parseJson } from '../text/json.ts';
import { guarded, readBounded, replace } from './files.ts';

/** What weighing an image at a commit gave: its measurements, or why it has none. */
const weighedSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('measured'), measurements: z.array(measurementSchema).min(1).max(100) }),
  z.object({ kind: z.literal('gap'), reason: text }),
]);
export type Weighed = Infer<typeof weighedSchema> | KnownSizes;

/** The sizes alone, as the history of the data branch keeps them. They are not written to a state. */
export interface KnownSizes {
  readonly kind: 'sizes';
  readonly sizes: readonly {
    readonly platform: string;
    readonly download: number;
    readonly unpacked: number;
  }[];
}

const fileSchema = z.object({ schemaVersion: z.literal(1), commit: commitId, weighed: weighedSchema });

/** What was weighed of one image in this run and in earlier ones. */
export interface WeighedState {
  /** The folder, as messages name it. */
  readonly folder: string;
  /** Identifies how the image is built: 32 hexadecimal digits. */
  readonly build: string;
  /** Undefined where the commit was not weighed, or its file is damaged: then it is weighed again. */
  read(commit: string): Promise<Weighed | undefined>;
  /** @throws UserError where the file cannot be written */
  write(commit: string, weighed: Weighed, layerIndex: (digest: string) => LayerIndex | undefined): Promise<void>;
  /** The index of a measured layer; undefined where it was not kept. */
  layer(layer: MeasuredLayer): Promise<LayerIndex | undefined>;
}

/** Where states are kept unless the user says so: the folder of caches of the XDG Base Directory Specification. */
export function defaultStateFolder(): string {
  const { XDG_CACHE_HOME: caches = '' } = environment();
  return join(caches.startsWith('/') ? caches : join(homedir(), '.cache'), 'image-size-gate', 'history');
}

/**
 * Opens the state of one image in a folder. Images that are built otherwise have states of their own.
 * @param build all that decides what is measured besides the commit; only its hash is kept
 * @throws UserError where the folder cannot be made
 */
export async function openState(folder: string, build: unknown): Promise<WeighedState> {
  const key = createHash('sha256').update(JSON.stringify(build)).digest('hex').slice(0, 32);
  const own = join(folder, key);
  await guarded(folder, async () => {
    await mkdir(own, { recursive: true, mode: 0o700 });
    await mkdir(join(folder, 'layers'), { recursive: true, mode: 0o700 });
  });
  return {
    folder,
    build: key,
    read: (commit) => readWeighed(join(own, `${commit}.json`), commit),
    write: async (commit, weighed, layerIndex) => {
      await guarded(folder, async () => {
        if (weighed.kind === 'measured')
          for (const layer of weighed.measurements.flatMap(({ layers }) => layers))
            await keepLayer(join(folder, layerPath(layer.diffId)), layerIndex(layer.digest));
        await replace(join(own, `${commit}.json`), `${JSON.stringify({ schemaVersion: 1, commit, weighed })}\n`);
      });
    },
    layer: (layer) => readLayer(join(folder, layerPath(layer.diffId)), layer),
  };
}

async function readWeighed(path: string, commit: string): Promise<Weighed | undefined> {
  const json = await readBounded(path, MAX_MEASUREMENT_FILE);
  if (json === undefined) return undefined;
  try {
    const parsed = fileSchema.safeParse(parseJson(json, path));
    return parsed.success && parsed.data.commit === commit ? parsed.data.weighed : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

async function keepLayer(path: string, index: LayerIndex | undefined): Promise<void> {
  if (index === undefined || (await stat(path).catch(() => undefined)) !== undefined) return;
  await replace(path, formatLayerIndex(index));
}

async function readLayer(path: string, { diffId, contents }: MeasuredLayer): Promise<LayerIndex | undefined> {
  const packed = await readBounded(path, MAX_LAYER_FILE);
  if (packed === undefined) return undefined;
  try {
    const index = parseLayerIndex(packed, layerPath(diffId));
    return index.contents === contents ? index : undefined;
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
