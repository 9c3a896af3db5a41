import { z } from 'zod';
import { layerSourceSchema } from './layer.ts';
import { bytes, type Infer, path, text } from './schema.ts';

/** The rules that give advice. */
const adviceRule = z.enum([
  'deleted',
  'overwritten',
  'rewritten',
  'cache',
  'build-tools',
  'development-packages',
  'documentation',
  'locales',
  'bytecode',
  'version-control',
  'secrets',
  'context',
  'root-user',
  'base-image',
  'debug-symbols',
  'duplicates',
]);
export type AdviceRule = Infer<typeof adviceRule>;

/** A path that advice is about, with its bytes. */
const advisedPathSchema = z.object({ path, bytes });
export interface AdvisedPath extends Infer<typeof advisedPathSchema> {}

/** One thing that could be done better. Texts name paths and instructions of the image, which are hostile. */
export const adviceSchema = z.object({
  rule: adviceRule,
  /** One sentence. */
  title: text,
  /** Bytes of `unpacked` that it would save, each counted in one piece of advice only; 0 where it saves none, or where that is unknown. */
  bytes,
  /** Present where it is about who could do harm, not about size. */
  security: z.literal(true).exactOptional(),
  /** Position of the layer that it is about. */
  layer: bytes.exactOptional(),
  /** What made that layer, where that is known. */
  source: layerSourceSchema.exactOptional(),
  /** Where it is, in few words: `Dockerfile:12`, or the instruction where its lines are not known. */
  where: text.exactOptional(),
  /** What to do, as a sentence; lines after the first are text for a Dockerfile or .dockerignore. */
  change: text,
  /** At most five paths without leading '/', most bytes first. A stranger's file may have up to a hundred. */
  paths: z.array(advisedPathSchema).max(100),
});
export interface Advice extends Infer<typeof adviceSchema> {}
