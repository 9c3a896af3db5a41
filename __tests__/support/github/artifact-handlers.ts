import { idsOf, type StoredArtifact } from './artifact-store.ts';
import { nodeId } from './identity.ts';
import { repositoryOf } from './lookup.ts';
import { type Call, type Handler, notFound, pageOf, Refusal, type Reply } from './reply.ts';
import { signedUrl } from './signed-url.ts';
import type { View } from './views.ts';

export const ARTIFACT_HANDLERS: Readonly<Record<string, Handler>> = {
  'actions/download-artifact': downloadArtifact,
  'actions/list-workflow-run-artifacts': listArtifacts,
};

const DAY = 86_400_000;
const RETENTION_DAYS = 90;

/** Newest first; none for an unknown run. */
function listArtifacts(call: Call): Reply {
  const repository = repositoryOf(call);
  const runId = Number(call.path.run_id);
  const { name, direction } = call.query;
  const found = call.world.artifacts
    .ofRun(runId, repository.fullName)
    .filter((artifact) => name === undefined || artifact.name === name);
  const ordered = direction === 'asc' ? found : found.toReversed();
  const path = `/repositories/${repository.id}/actions/runs/${runId}/artifacts`;
  const page = pageOf(call, path, ordered, (artifact) => artifactView(call.origin, artifact));
  return { ...page, body: { total_count: ordered.length, artifacts: page.body } };
}

/** A redirect to a signed URL of the storage, valid for a minute. */
function downloadArtifact(call: Call): Reply {
  const repository = repositoryOf(call);
  const artifact = call.world.artifacts.byId(Number(call.path.artifact_id), repository.fullName);
  if (artifact === undefined || call.path.archive_format !== 'zip') throw notFound();
  if (artifact.isExpired) throw new Refusal(410, 'Artifact has expired');
  return { status: 302, headers: { location: signedUrl(call.origin, `/download/${artifact.id}`) } };
}

function artifactView(origin: string, artifact: StoredArtifact): View {
  const { id, name, size, repository, digest, isExpired, createdAt, runId, headSha } = artifact;
  const ids = idsOf(artifact);
  const url = `${origin}/repos/${repository}/actions/artifacts/${id}`;
  return {
    id,
    node_id: nodeId('A', ids.node),
    name,
    size_in_bytes: size,
    url,
    archive_download_url: `${url}/zip`,
    expired: isExpired,
    digest,
    created_at: createdAt,
    updated_at: createdAt,
    expires_at: new Date(Date.parse(createdAt) + RETENTION_DAYS * DAY).toISOString(),
    workflow_run: {
      id: runId,
      repository_id: ids.repository,
      head_repository_id: ids.headRepository,
      head_branch: 'change',
      head_sha: headSha,
    },
  };
}
