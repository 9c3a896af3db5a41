import type { InspectedFile, InspectLayer, LayerInspector } from '../../src/oci/layer/inspector.ts';
import type { Ownership } from '../../src/oci/layer/ownership.ts';

/** What an inspector received. */
export interface Shown {
  readonly files: InspectedFile[];
  /** Content of the files that it asked for, by path, once complete. */
  readonly contents: Map<string, string>;
}

/** An inspector that asks for files of some names and gives fixed answers. Each layer gets a new one, and all record what they receive. */
export function makeInspector(
  answer: (paths: readonly string[]) => Ownership,
  wants: (path: string) => boolean = () => false,
): { readonly inspect: InspectLayer; readonly shown: Shown; readonly made: () => number } {
  const shown: Shown = { files: [], contents: new Map() };
  let made = 0;
  const inspect: InspectLayer = () => {
    made += 1;
    return {
      open(file) {
        shown.files.push(file);
        if (!wants(file.path)) return null;
        const chunks: Buffer[] = [];
        return {
          write: (chunk) => void chunks.push(Buffer.from(chunk)),
          end: () => void shown.contents.set(file.path, Buffer.concat(chunks).toString()),
        };
      },
      finish: (entries) => answer(entries.map(({ path }) => path)),
    };
  };
  return { inspect, shown, made: () => made };
}

/** An inspector whose named methods throw. */
export function makeBroken(broken: readonly (keyof LayerInspector | 'write' | 'end')[]): InspectLayer {
  const fail = (what: (typeof broken)[number]) => {
    if (broken.includes(what)) throw new Error(`${what} fails`);
  };
  return () => ({
    open() {
      fail('open');
      return { write: () => fail('write'), end: () => fail('end') };
    },
    finish() {
      fail('finish');
      return { packages: ['pkg:deb/debian/app@1'], owners: new Map() };
    },
  });
}
