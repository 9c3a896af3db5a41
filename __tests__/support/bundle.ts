import { build } from 'esbuild';
import { originOf } from '../../src/packages/bundles/origin.ts';
import { ROOT } from './command-line.ts';

/** A real bundle with its map, and what its bundler says of it. */
export interface Bundle {
  readonly js: Uint8Array;
  readonly map: Uint8Array;
  /** Bytes by origin, of esbuild's metafile. */
  readonly truth: Readonly<Record<string, number>>;
}

/** What a bundle is made of, and how. */
export interface BundleOptions {
  readonly minify?: boolean;
  readonly sourcemap?: true | 'inline';
  readonly charset?: 'ascii' | 'utf8';
}

/** Bundles a source with the packages of this repository, by esbuild. */
export async function makeBundle(source: string, options: BundleOptions = {}): Promise<Bundle> {
  const { outputFiles, metafile } = await build({
    stdin: { contents: source, resolveDir: ROOT, sourcefile: 'src/main.js' },
    absWorkingDir: ROOT,
    outfile: 'out/app.js',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    sourcemap: true,
    legalComments: 'none',
    ...options,
  });
  const truth: Record<string, number> = {};
  for (const { inputs } of Object.values(metafile.outputs))
    for (const [input, { bytesInOutput }] of Object.entries(inputs))
      truth[originOf(input)] = (truth[originOf(input)] ?? 0) + bytesInOutput;
  const contentOf = (end: string) => outputFiles.find(({ path }) => path.endsWith(end))?.contents ?? new Uint8Array();
  return { js: contentOf('.js'), map: contentOf('.map'), truth };
}
