import { stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Image, isRemoteContext } from '../../model/image.ts';
import { plainLog } from '../../process/log.ts';
import { visibleLine } from '../../text/escape.ts';
import { paint } from '../../text/terminal-text.ts';
import { configuredImages } from '../configured.ts';
import type { CommandRun } from '../session.ts';
import { engineExaminations } from './engine.ts';
import { type Examination, examine, type Finding, type Outcome } from './finding.ts';
import { repositoryExaminations } from './repository.ts';

const COLOURS: Readonly<Record<Outcome, number>> = { ok: 32, warn: 33, fail: 31, skipped: 2 };
const INIT = 'image-size-gate init finds what builds images, and writes a configuration';
/** Oldest Node.js, as package.json has it. */
const OLDEST_NODE = [20, 15] as const;

/**
 * `doctor`: looks at everything that a run needs and says what works, what does not, and what helps. It builds and changes nothing.
 * @returns 2 where something keeps `check` from working, else 0
 */
export async function runDoctor(session: CommandRun): Promise<number> {
  const { args, cwd, terminal, signal } = session;
  const { GITHUB_TOKEN: token, GITHUB_SERVER_URL: serverUrl } = process.env;
  const repository = { cwd, signal, ...(token && { token }), ...(serverUrl && { serverUrl }) };
  const all = [
    nodeExamination(),
    ...engineExaminations({ cwd, signal }, args.builder),
    ...repositoryExaminations(repository),
    configurationExamination(session),
  ];
  const findings = await Promise.all(all.map((examination) => examine(examination, signal)));
  if (args.json) terminal.out(`${JSON.stringify({ schemaVersion: 1, findings }, null, 2)}\n`, 'json');
  else terminal.out(renderFindings(findings, args.quiet, terminal.colour));
  return findings.some(({ outcome }) => outcome === 'fail') ? 2 : 0;
}

function nodeExamination(): Examination {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const [oldest, least] = OLDEST_NODE;
  const isNew = major > oldest || (major === oldest && minor >= least);
  return {
    name: 'node',
    look: async () => ({
      outcome: isNew ? 'ok' : 'fail',
      words: `Node.js ${process.versions.node}`,
      ...(isNew ? {} : { cure: `install Node.js ${oldest}.${least} or newer` }),
    }),
    cure: '',
  };
}

function configurationExamination(session: CommandRun): Examination {
  const log = plainLog(() => undefined, { verbose: false });
  return {
    name: 'images',
    look: async () => {
      const { images, file, root } = await configuredImages({ ...session, log });
      const names = images.map(({ name }) => name).join(', ');
      const missing = await missingFiles(images, root);
      if (missing.length > 0) return { outcome: 'fail', words: `there is no ${missing.join(', ')}`, cure: INIT };
      return { outcome: 'ok', words: `${images.length} from ${file ?? 'what is in the repository'}: ${names}` };
    },
    cure: INIT,
  };
}

/** The Dockerfiles of these images that do not exist. Those of a remote context are not looked for. */
async function missingFiles(images: readonly Image[], root: string): Promise<readonly string[]> {
  const files = images.flatMap(({ source }) =>
    source.kind === 'dockerfile' && !isRemoteContext(source.context) ? [source.file] : [],
  );
  const found = await Promise.all(files.map((file) => stat(resolve(root, file)).catch(() => undefined)));
  return files.filter((_, at) => found[at] === undefined);
}

/** A line for each check, and below it what helps. Quiet: only what does not work. */
function renderFindings(findings: readonly Finding[], quiet: boolean, colour: boolean): string {
  const shown = findings.filter(({ outcome }) => !quiet || outcome === 'warn' || outcome === 'fail');
  return shown
    .map(({ name, outcome, words, cure }) => {
      const line = `${paint(outcome.padEnd(7), COLOURS[outcome], colour)}  ${name.padEnd(7)}  ${visibleLine(words)}\n`;
      return cure === undefined ? line : `${line}${' '.repeat(18)}→ ${cure}\n`;
    })
    .join('');
}
