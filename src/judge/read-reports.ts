import type { Log } from '../build/log.ts';
import type { Report } from '../compare/comparison.ts';
import { ARTIFACT, partOfArtifact } from '../config/artifact-name.ts';
import { UserError } from '../config/error.ts';
import { type Artifact, downloadArtifact, listArtifacts } from '../github/artifact-download.ts';
import type { Client } from '../github/client.ts';
import type { Repository } from '../github/event.ts';
import { parseClaims, parseReport } from '../part/report-file.ts';
import { readZipEntry } from '../part/zip.ts';
import { ENTRY } from '../tell/hand-over.ts';

/** Each costs a call to GitHub, of which this run has a hundred and the whole repository a thousand an hour. */
const MOST_REPORTS = 80;
/** Bytes of all artifacts together as they are stored, and of what is in them: the columns of a million files. */
const MOST_STORED = 64 * 1024 * 1024;
const MOST_READ = 256 * 1024 * 1024;

export interface Reading {
  readonly client: Client;
  readonly repository: Repository;
  readonly runId: number;
  readonly log: Log;
}

/**
 * The reports that the jobs of a run uploaded, in memory, nothing of them on disk. `parts` are those of jobs; `whole` is the one that a job merged
 * already where there is one, else likewise those of jobs; they are a stranger's, so that what is judged again is left out (parseClaims).
 * @throws UserError for an artifact that cannot be had, and one that is no report
 */
export async function readReports(reading: Reading, which: 'parts' | 'whole'): Promise<readonly Report[]> {
  const { client, repository, runId, log } = reading;
  const artifacts = chosen(await listArtifacts(client, repository, runId, ARTIFACT), which);
  refuseTooMuch(artifacts, runId);
  const parse = which === 'whole' ? parseClaims : parseReport;
  const reports: Report[] = [];
  let [stored, read] = [MOST_STORED, MOST_READ];
  for (const artifact of artifacts) {
    log.info(`Reading ${artifact.name}, ${artifact.size} bytes`);
    const bytes = await downloadArtifact(client, repository, artifact, stored);
    const json = await readZipEntry(bytes, ENTRY, read, artifact.name);
    reports.push(parse(json, artifact.name));
    stored -= bytes.length;
    read -= Buffer.byteLength(json);
  }
  return reports;
}

function chosen(artifacts: readonly Artifact[], which: 'parts' | 'whole'): readonly Artifact[] {
  const whole = artifacts.filter(({ name }) => partOfArtifact(name) === '');
  if (which === 'whole' && whole.length > 0) return whole;
  return artifacts.filter(({ name }) => partOfArtifact(name));
}

/** Before anything is fetched: what many small ones cost, nobody would notice one by one. */
function refuseTooMuch(artifacts: readonly Artifact[], runId: number): void {
  const [count, size] = [artifacts.length, artifacts.reduce((sum, artifact) => sum + artifact.size, 0)];
  if (count > MOST_REPORTS)
    throw new UserError(`Run ${runId} has ${count} reports; at most ${MOST_REPORTS} are read: give fewer jobs a part`);
  if (count > 1 && size > MOST_STORED)
    throw new UserError(
      `The ${count} reports of run ${runId} have ${size} bytes together; at most ${MOST_STORED} are read`,
    );
}
