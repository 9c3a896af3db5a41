import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCli } from '../support/command-line.ts';
import { asEntries, blobsOf, descriptorOf, makeImage, makeLayer, makeLayout } from '../support/makeImage.ts';
import { makeTar } from '../support/makeTar.ts';
import { runGit } from '../support/repository.ts';
import { wholeReport } from '../support/whole-report.ts';
import { type Fault, LIMIT_MS, type Seen } from './fault.ts';

/** Docker cannot be reached, so that no row hangs on an engine. */
const NO_DOCKER = { DOCKER_HOST: 'unix:///nowhere/docker.sock', DOCKER_CONFIG: '/nowhere' };
const image = makeImage([makeLayer([{ path: 'data', content: 'x' }])]);
const ARCHIVE = makeTar(asEntries(makeLayout([descriptorOf(image.manifest)], blobsOf(image))));

const run = (folder: string, args: readonly string[]): Promise<Seen> =>
  runCli(args, { cwd: folder, env: NO_DOCKER, timeoutMs: LIMIT_MS });

function usage(what: string, ...args: string[]): Fault {
  const prepare = async (folder: string) => {
    await writeFile(join(folder, 'a.tar'), ARCHIVE);
    await writeFile(join(folder, 'Dockerfile'), 'FROM scratch\n');
    return run(folder, args);
  };
  return { area: 'options', what, expected: 'refused', run: prepare };
}

function config(what: string, text: string): Fault {
  return {
    area: 'config file',
    what,
    expected: 'refused',
    run: async (folder) => {
      runGit(folder, 'init', '--quiet');
      await mkdir(join(folder, '.github'));
      await writeFile(join(folder, '.github/image-size.yml'), text);
      return run(folder, ['check']);
    },
  };
}

function report(what: string, text: string): Fault {
  return {
    area: 'report file',
    what,
    expected: 'refused',
    run: async (folder) => {
      await writeFile(join(folder, 'r.json'), text);
      return run(folder, ['report', 'r.json']);
    },
  };
}

function measurement(what: string, text: string): Fault {
  return {
    area: 'measurement file',
    what,
    expected: 'refused',
    run: async (folder) => {
      await writeFile(join(folder, 'm.json'), text);
      await writeFile(join(folder, 'a.tar'), ARCHIVE);
      return run(folder, ['compare', 'm.json', 'oci-archive:a.tar']);
    },
  };
}

const changed = (change: object): string => JSON.stringify({ ...wholeReport, ...change });
const firstComparison = (change: object): string =>
  changed({ comparisons: wholeReport.comparisons.map((each) => ({ ...each, ...change })) });

export const COMMAND_LINE: readonly Fault[] = [
  usage('no command'),
  usage('an unknown command', 'mesure'),
  usage('an unknown option', 'check', '--fail'),
  usage('an option without its value', 'check', '--fail-if'),
  usage('no source', 'measure'),
  usage('an unknown transport', 'measure', 'tar:a.tar'),
  usage('one source to compare', 'compare', 'oci-archive:a.tar'),
  usage('a condition with an unknown metric', 'measure', 'oci-archive:a.tar', '--fail-if', 'size > 1 MB'),
  usage('a condition without a unit', 'measure', 'oci-archive:a.tar', '--fail-if', 'unpacked > 1'),
  usage('a condition that is too large', 'measure', 'oci-archive:a.tar', '--fail-if', 'unpacked > 9999999999999 GB'),
  usage('a number in another notation', 'measure', 'oci-archive:a.tar', '--fail-if', 'unpacked > 1e3 GB'),
  usage('an unknown platform', 'measure', 'Dockerfile', '--platform', 'linux'),
  usage('a reference that is none', 'measure', 'docker://acme/UPPER'),
  usage('a bake file that is not there', 'check', 'bake:docker-bake.hcl', '--baseline', 'none'),
  usage('an image of a config file that is not there', 'check', '--config', 'no.yml', 'app'),
  usage('a folder as page', 'measure', 'oci-archive:a.tar', '--html', '.'),
  usage('a baseline that git would take as an option', 'check', 'Dockerfile', '--baseline', '--upload-pack=x'),
  config('it is empty', ''),
  config('it is not YAML', 'images: [\n'),
  config('an unknown key', 'imagse: {}\n'),
  config('a list in place of a mapping', '- a\n'),
  config('no images', 'images: {}\n'),
  config('an image with an unknown key', 'images: { api: { fil: Dockerfile } }\n'),
  config('a condition that is wrong', 'fail-if: [ "unpacked >" ]\nimages: { api: { file: Dockerfile } }\n'),
  config('a key twice', 'images: { api: { file: a }, api: { file: b } }\n'),
  config(
    'an alias bomb',
    `images:\n  a: { file: &a [x,x,x,x,x,x,x,x,x] }\n${'bcdefgh'
      .split('')
      .map((name, at) => `  ${name}: { file: &${name} [${`*${'abcdefg'[at]},`.repeat(9)}] }`)
      .join('\n')}\n`,
  ),
  config('2 MiB of spaces', `${' '.repeat(2 * 1024 * 1024)}\n`),
  config('a variable that is not declared', 'images: { api: { file: "$' + '{FILE}" } }\n'),
  report('it is empty', ''),
  report('it is HTML', '<html>'),
  report('it is cut', JSON.stringify(wholeReport).slice(0, 4000)),
  report('a later version', changed({ schemaVersion: 2 })),
  report('no comparisons', changed({ comparisons: undefined })),
  report('comparisons are a text', changed({ comparisons: 'x' })),
  report('a verdict that does not exist', firstComparison({ verdict: 'great' })),
  report('a verdict that does not follow', firstComparison({ verdict: 'pass' })),
  report('a negative size', firstComparison({ growth: { download: 0, unpacked: 0, newBytes: -1 } })),
  report('a size that is infinite', JSON.stringify(wholeReport).replace(/"unpacked":\d+/, '"unpacked":1e999')),
  report('nested 10,000 deep', `${'['.repeat(10_000)}${']'.repeat(10_000)}`),
  report('a measurement file', JSON.stringify({ schemaVersion: 1, measurements: [] })),
  measurement('it is empty', ''),
  measurement('it is not JSON', '{'),
  measurement('no measurements', JSON.stringify({ schemaVersion: 1, measurements: [] })),
  measurement('a field is missing', JSON.stringify({ schemaVersion: 1, measurements: [{ image: 'a' }] })),
  measurement('a list in place of an object', '[]'),
];
