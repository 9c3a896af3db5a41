import { type Artifact, downloadArtifact, listArtifacts } from '../github/artifact/download.ts';
import type { Client } from '../github/client.ts';
import type { Repository } from '../github/event/event.ts';
import { ARTIFACT, ARTIFACT_ENTRY, partOfArtifact } from '../model/artifact-name.ts';
import type { Report } from '../model/document.ts';
import type { Log } from '../process/log.ts';
import { UserError } from '../text/error.ts';
import { parseClaims, parseReport } from './report-file.ts';
import { readZipEntry } from './zip.ts';

/**
 * Each report costs a call to GitHub, and the whole repository has a thousand calls an hour. A matrix has up to 256 jobs, and there may be other
 * jobs. A stranger's run chooses what it uploads.
 */
const MOST_REPORTS = { parts: 280, whole: 80 } as const;
/** Bytes of an artifact as stored, and of its content: the columns of a million files. For a stranger's run, of all artifacts together. */
const MOST_STORED = 64 * 1024 * 1024;
const MOST_READ = 256 * 1024 * 1024;

type Which = keyof typeof MOST_REPORTS;

/** Which run to read reports from, and by which client. */
export interface Reading {
  readonly client: Client;
  readonly repository: Repository;
  readonly runId: number;
  readonly log: Log;
}

/**
 * The reports that the jobs of a run uploaded, read in memory; nothing is written to disk. `parts` are those of jobs. `whole` is the report that a
 * job has merged, or those of jobs where there is none. It is for a stranger's run, whose reports are compared again (`parseClaims`).
 * @throws UserError for an artifact that cannot be downloaded, and for one that is not a report
 */
export async function readReports(reading: Reading, which: Which): Promise<readonly Report[]> {
  const { client, repository, runId } = reading;
  const artifacts = chosen(await listArtifacts(client, repository, runId, ARTIFACT), which);
  refuseTooMany(artifacts, which, runId);
  const reports: Report[] = [];
  let [stored, read] = [MOST_STORED, MOST_READ];
  for (const artifact of artifacts) {
    const { bytes, json } = await readArtifact(reading, artifact, stored, read);
    if (which === 'whole') [stored, read] = [stored - bytes, read - Buffer.byteLength(json)];
    const report = which === 'whole' ? parseClaims(json, artifact.name) : parseReport(json, artifact.name);
    // A fork's run without a matrix uploads its report under the name of its job.
    if (which === 'whole' || report.part !== undefined) reports.push(report);
  }
  return reports;
}

function chosen(artifacts: readonly Artifact[], which: Which): readonly Artifact[] {
  const whole = artifacts.filter(({ name }) => partOfArtifact(name) === '');
  if (which === 'whole' && whole.length > 0) return whole;
  return artifacts.filter(({ name }) => partOfArtifact(name));
}

/** Checks the number and total size before anything is downloaded. */
function refuseTooMany(artifacts: readonly Artifact[], which: Which, runId: number): void {
  const [count, most] = [artifacts.length, MOST_REPORTS[which]];
  if (count > most) throw new UserError(`Run ${runId} has ${count} reports; at most ${most} are read`);
  const size = artifacts.reduce((sum, artifact) => sum + artifact.size, 0);
  if (which !== 'whole' || count === 1 || size <= MOST_STORED) return;
  throw new UserError(
    `The ${count} reports of run ${runId} have ${size} bytes together; at most ${MOST_STORED} are read`,
  );
}

async function readArtifact({ client, repository, log }: Reading, artifact: Artifact, stored: number, read: number) {
  log.info(`Reading ${artifact.name}, ${artifact.size} bytes`);
  const bytes = await downloadArtifact(client, repository, artifact, stored);
  return { bytes: bytes.length, json: await readZipEntry(bytes, ARTIFACT_ENTRY, read, artifact.name) };
}
