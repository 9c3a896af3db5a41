import { dirname } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';

import { ArtifactNotFoundError, DefaultArtifactClient } from '@actions/artifact';

import type { ArtifactAnswer, ArtifactTask } from './github/artifact/thread.ts';

/** The entry of a thread that uploads one file and ends: dist/artifact.js, loaded only where something is uploaded. */
parentPort?.postMessage(await carryOut(workerData));

async function carryOut(task: ArtifactTask): Promise<ArtifactAnswer> {
  try {
    const client = new DefaultArtifactClient();
    if (task.replace) await remove(client, task.name);
    return await upload(client, task);
  } catch (error) {
    return { error: error instanceof Error ? error.message : String(error) };
  }
}

async function upload(client: DefaultArtifactClient, task: ArtifactTask): Promise<ArtifactAnswer> {
  const { name, file, archive, retentionDays } = task;
  const { id = 0 } = await client.uploadArtifact(name, [file], dirname(file), {
    skipArchive: !archive,
    ...(retentionDays === undefined ? {} : { retentionDays }),
  });
  return Number.isSafeInteger(id) && id > 0 ? { id } : { error: `the service answered the id ${id}` };
}

async function remove(client: DefaultArtifactClient, name: string): Promise<void> {
  try {
    await client.deleteArtifact(name);
  } catch (error) {
    if (!(error instanceof ArtifactNotFoundError)) throw error;
  }
}
