import type { Log } from '../build/log.ts';
import type { Report } from '../compare/comparison.ts';
import { ARTIFACT, partOfArtifact } from '../config/artifact-name.ts';
import { type Artifact, downloadArtifact, listArtifacts } from '../github/artifact-download.ts';
import type { Client } from '../github/client.ts';
import type { Repository } from '../github/event.ts';
import { parseReport } from '../part/report-file.ts';
import { readZipEntry } from '../part/zip.ts';
import { ENTRY } from '../tell/hand-over.ts';

/** Bytes of an artifact as it is stored, and of what is in it: the columns of a million files. */
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
 * already where there is one, else likewise those of jobs.
 * @throws UserError for an artifact that cannot be had, and one that is no report
 */
export async function readReports(reading: Reading, which: 'parts' | 'whole'): Promise<readonly Report[]> {
  const { client, repository, runId, log } = reading;
  const artifacts = await listArtifacts(client, repository, runId, ARTIFACT);
  const reports: Report[] = [];
  for (const artifact of chosen(artifacts, which)) {
    log.info(`Reading ${artifact.name}, ${artifact.size} bytes`);
    const report = await readReport(reading, artifact);
    // A run of a fork that is no part of a matrix hands over its report under the name of its job.
    if (which === 'whole' || report.part !== undefined) reports.push(report);
  }
  return reports;
}

function chosen(artifacts: readonly Artifact[], which: 'parts' | 'whole'): readonly Artifact[] {
  const whole = artifacts.filter(({ name }) => partOfArtifact(name) === '');
  if (which === 'whole' && whole.length > 0) return whole;
  return artifacts.filter(({ name }) => partOfArtifact(name));
}

async function readReport({ client, repository }: Reading, artifact: Artifact): Promise<Report> {
  const bytes = await downloadArtifact(client, repository, artifact, MOST_STORED);
  const json = await readZipEntry(bytes, ENTRY, MOST_READ, artifact.name);
  return parseReport(json, artifact.name);
}
