import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import type { Readable } from 'node:stream';
import { type Annotation, type CommandEffects, readCommands } from './runner/commands.ts';
import { runnerEnvironment } from './runner/environment.ts';
import type { RunnerEvent } from './runner/events.ts';
import { createCommandFiles, type FileEffects, readCommandFiles } from './runner/file-commands.ts';
import { type ActionMetadata, inputEnvironment, readActionMetadata, unexpectedInputs } from './runner/inputs.ts';

export interface RunOptions {
  /** The built entry, `dist/index.js`. */
  readonly dist: string;
  /** The action.yml that declares its inputs; by default the one beside the folder `dist`. */
  readonly metadata?: string;
  /** Inputs like in `with:` of a workflow. The others have the defaults of action.yml. */
  readonly inputs?: Readonly<Record<string, string>>;
  /** Values of the job's matrix; by default the job has none. */
  readonly matrix?: Readonly<Record<string, unknown>>;
  readonly event: RunnerEvent;
  /** The checkout, which is the working directory. */
  readonly workspace: string;
  /** The stand-in to call. Without it, nothing answers at the run's API address. */
  readonly github?: { readonly url: string; readonly token: string };
  /** Value of `github.token`; by default the stand-in's default token. */
  readonly token?: string;
  /** `owner/name`; by default that of the event. */
  readonly repository?: string;
  /** Variables of the job, such as DOCKER_HOST, DOCKER_CONFIG or ACTIONS_RUNTIME_TOKEN. They override all others. */
  readonly env?: Readonly<Record<string, string>>;
  /** Called with the process as soon as it has started. */
  readonly onStart?: (child: ChildProcess) => void;
  /** Milliseconds after which a run is killed; by default 120,000. */
  readonly timeoutMs?: number;
}

/** The effects of a run, by the rules of the runner. `await using` removes its temporary folder. */
export interface Run extends AsyncDisposable {
  readonly exitCode: number;
  /** Whether the runner would show the step as failed. */
  readonly isFailed: boolean;
  readonly stdout: string;
  readonly stderr: string;
  /** The outputs that were set. One that was not set is in `unsetOutputs`. */
  readonly outputs: Readonly<Record<string, string>>;
  /** Outputs that action.yml declares and the run did not set. */
  readonly unsetOutputs: readonly string[];
  readonly summary: string;
  /** All annotations. GitHub shows the first ten of a level. Paths are relative to the workspace. */
  readonly annotations: readonly Annotation[];
  readonly groups: readonly string[];
  readonly masks: readonly string[];
  readonly debug: readonly string[];
  /** Content of GITHUB_STATE, GITHUB_ENV and GITHUB_PATH. */
  readonly state: Readonly<Record<string, string>>;
  readonly environment: Readonly<Record<string, string>>;
  readonly path: readonly string[];
  /** Commands that the runner would reject. */
  readonly refused: readonly string[];
  /** RUNNER_TEMP of the run. */
  readonly temp: string;
}

interface Exit {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
  /** Lines of both streams, in order of arrival. */
  readonly lines: readonly string[];
}

const NOWHERE = 'http://127.0.0.1:9';
const TIMEOUT_MS = 300_000;

/** Runs a built JavaScript action in a separate process, like the runner. */
export async function runAction(options: RunOptions): Promise<Run> {
  const { dist, workspace, inputs = {}, github, env = {}, matrix } = options;
  const token = options.token ?? github?.token ?? '';
  const metadata = await readActionMetadata(options.metadata ?? join(dirname(dist), '..', 'action.yml'), token, matrix);
  await using cleanup = new AsyncDisposableStack();
  const root = await mkdtemp(join(tmpdir(), 'image-size-gate-run-'));
  cleanup.defer(() => rm(root, { recursive: true, force: true, maxRetries: 3 }));
  const { base, files, temp } = await prepare(root, options);
  const exit = await execute(options, { ...base, ...inputEnvironment(metadata, inputs), ...env });
  const result = collect(exit, readCommands(exit.lines), await readCommandFiles(files), metadata);
  const warnings = unexpectedInputs(metadata, inputs).map((message) => ({ level: 'warning', message }) as const);
  const annotations = [...warnings, ...result.annotations.map((annotation) => relativeTo(workspace, annotation))];
  const kept = cleanup.move();
  return { ...result, annotations, temp, [Symbol.asyncDispose]: () => kept.disposeAsync() };
}

/** Makes the folders and files that the runner provides before the process starts. */
async function prepare(root: string, { event, workspace, github, repository = repositoryOf(event) }: RunOptions) {
  const at = (name: string) => join(root, name);
  const folders = { home: at('home'), temp: at('_temp'), toolCache: at('toolcache'), work: at('work') };
  await Promise.all(Object.values(folders).map((folder) => mkdir(folder, { recursive: true })));
  const eventPath = join(folders.temp, 'event.json');
  await writeFile(eventPath, JSON.stringify(event.payload));
  const files = await createCommandFiles(folders.temp);
  const apiUrl = github?.url ?? NOWHERE;
  const base = runnerEnvironment({ event, eventPath, workspace, repository, files, folders, apiUrl });
  return { base, files, temp: folders.temp };
}

function repositoryOf({ payload }: RunnerEvent): string {
  const { full_name: name } = payload.repository as { full_name: string };
  return name;
}

async function execute(
  { dist, workspace, onStart, timeoutMs = TIMEOUT_MS }: RunOptions,
  env: Readonly<Record<string, string>>,
): Promise<Exit> {
  const child = spawn(process.execPath, [dist], {
    cwd: workspace,
    env: { ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const { promise: closed, resolve, reject } = Promise.withResolvers<number | null>();
  child.once('error', reject).once('close', resolve);
  onStart?.(child);
  const lines: string[] = [];
  const stdout = record(child.stdout, lines);
  const stderr = record(child.stderr, lines);
  const timer = setTimeout(() => killGroup(child), timeoutMs);
  const exitCode = await closed.finally(() => clearTimeout(timer));
  const exit = { stdout: stdout(), stderr: stderr(), lines };
  if (exitCode !== null) return { exitCode, ...exit };
  throw new Error(`The action was killed (${timeoutMs} ms)\n${exit.stdout}\n${exit.stderr}`);
}

/** Kills the action's whole process group, since a child would keep its output open. */
function killGroup({ pid }: ChildProcess): void {
  if (pid !== undefined) process.kill(-pid, 'SIGKILL');
}

/**
 * Keeps the text of a stream and adds complete lines to `lines`. The runner reads with .NET's ReadLine, for which a lone carriage return
 * ends a line too. So `progress\r::error::` is a command.
 */
function record(stream: Readable, lines: string[]): () => string {
  const chunks: string[] = [];
  let rest = '';
  const take = (chunk: string) => {
    chunks.push(chunk);
    const parts = (rest + chunk).split(/\r\n|\n|\r(?!$)/);
    rest = parts.pop() ?? '';
    lines.push(...parts);
  };
  stream
    .setEncoding('utf8')
    .on('data', take)
    .once('end', () => rest !== '' && lines.push(rest.replace(/\r$/, '')));
  return () => chunks.join('');
}

function collect(exit: Exit, commands: CommandEffects, files: FileEffects, { outputs: declared }: ActionMetadata) {
  const { exitCode, stdout, stderr } = exit;
  const { errors: messages, ...written } = files;
  const outputs = { ...commands.outputs, ...written.outputs };
  const errors = messages.map((message) => ({ level: 'error', message }) as const);
  return {
    ...commands,
    ...written,
    exitCode,
    stdout,
    stderr,
    outputs,
    state: { ...commands.state, ...written.state },
    unsetOutputs: declared.filter((name) => !Object.hasOwn(outputs, name)),
    annotations: [...commands.annotations, ...errors],
    isFailed: exitCode !== 0 || commands.refused.length > 0 || errors.length > 0,
  };
}

function relativeTo(workspace: string, annotation: Annotation): Annotation {
  const { file } = annotation;
  return file?.startsWith(`${workspace}/`) ? { ...annotation, file: relative(workspace, file) } : annotation;
}
