import { expect, test } from '@jest/globals';
import { parseArguments } from '../../src/command/arguments.ts';
import { runCommandLine } from '../../src/command/command.ts';
import { parseReport } from '../../src/exchange/report-file.ts';
import { makeFolder } from '../support/folder.ts';
import { blobsOf, descriptorOf, makeImage, makeLayer, makeLayout, writeFiles } from '../support/makeImage.ts';

const base = makeLayer([{ path: 'bin/sh', content: Buffer.alloc(200_000, 's') }]);
const cache = { path: 'root/.cache/pip/http/a', content: Buffer.alloc(300_000, 'c') };
const app = (size: number) => makeLayer([{ path: 'opt/app/main', content: Buffer.alloc(size, 'm') }, cache]);
const gone = makeLayer([{ path: 'root/.cache/pip/http/.wh.a', content: '' }]);

/** The JSON that the command line prints of two images of these layers. */
async function compareLayouts(before: readonly ReturnType<typeof makeLayer>[], after: typeof before): Promise<string> {
  await using folder = await makeFolder();
  for (const [name, layers] of Object.entries({ before, after })) {
    const image = makeImage(layers);
    await writeFiles(`${folder.path}/${name}`, makeLayout([descriptorOf(image.manifest)], blobsOf(image)));
  }
  let out = '';
  const terminal = { out: (text: string) => (out += text), err: () => {}, colour: false, width: 120 };
  const args = parseArguments(['compare', 'api=oci:before', 'api=oci:after', '--json', '--warn-if', 'wasted > 5%']);
  await runCommandLine(args, terminal, folder.path, new AbortController().signal);
  return out;
}

test.each([
  ['grew', [base, app(1000)], [base, app(5_000_000)], true],
  ['shrank and hides a file', [base, app(5_000_000)], [base, app(1000), gone], true],
  ['has other layers altogether', [app(5_000_000)], [base], true],
  ['did not change', [base, app(1000)], [base, app(1000)], false],
])(
  'what is printed of an image that %s is read as it is, its explanation too',
  async (_name, before, after, explained) => {
    const printed = await compareLayouts(before, after);
    const report = parseReport(printed, 'report.json');
    expect(report).toEqual(JSON.parse(printed));
    expect(report.comparisons[0]?.notes).toEqual([]);
    expect(report.comparisons[0]?.explanation !== undefined).toBe(explained);
  },
);
