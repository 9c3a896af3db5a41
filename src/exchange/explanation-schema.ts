import { z } from 'zod';
import { bytes, layerSourceSchema, text } from '../model/measurement-schema.ts';

/** A change of a number of bytes, up or down, that can be told apart from its neighbours. */
export const change = z.number().int().min(Number.MIN_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** Longer paths are cut where they are measured (explain/directory-tree.ts). */
const path = z.string().max(5000);
const LINES = 200;

const linesOf = <Line extends z.ZodType>(line: Line) =>
  z.object({ lines: z.array(line).max(LINES), more: z.object({ count: bytes, change }).exactOptional() });

const installedSchema = z.object({ versions: z.array(text).max(100), bytes, files: bytes });

const packageSchema = z.object({
  kind: z.enum(['added', 'removed', 'upgraded', 'resized']),
  name: text,
  before: installedSchema.nullable(),
  after: installedSchema.nullable(),
});

const directorySchema = z.object({ path, files: z.boolean(), before: bytes, after: bytes, change });

const fileSchema = z.object({ path, from: path.exactOptional(), before: bytes.nullable(), after: bytes.nullable() });

const account = {
  total: change,
  packages: linesOf(packageSchema),
  unowned: linesOf(directorySchema),
  wasted: change,
};

/** An explanation as far as a schema can tell; whether it sums to its total, `explanationProblem` says. */
export const explanationSchema = z.object({
  ...account,
  directories: z.object({ grown: linesOf(directorySchema), shrunk: linesOf(directorySchema) }),
  files: linesOf(fileSchema),
  moved: z.object({ files: bytes, bytes, lines: z.array(fileSchema).max(LINES) }),
  renamed: z.array(z.object({ from: path, to: path, before: bytes, after: bytes })).max(LINES),
  layers: z
    .array(
      z.object({
        ...account,
        position: bytes.exactOptional(),
        kind: z.enum(['unchanged', 'changed', 'added', 'removed']),
        createdBy: text,
        source: layerSourceSchema.exactOptional(),
        files: linesOf(fileSchema),
      }),
    )
    .max(LINES),
  inherited: z.object(account).exactOptional(),
  own: z.object(account).exactOptional(),
});

const RULES = [
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
] as const;

/** One piece of advice. */
export const adviceSchema = z.object({
  rule: z.enum(RULES),
  title: text,
  bytes,
  security: z.literal(true).exactOptional(),
  layer: bytes.exactOptional(),
  source: layerSourceSchema.exactOptional(),
  where: text.exactOptional(),
  change: text,
  paths: z.array(z.object({ path, bytes })).max(100),
});
