import { Ajv, type ValidateFunction } from 'ajv';
import { fullFormats } from 'ajv-formats/dist/formats.js';
import type { Job, StoredArtifact } from './artifact-store.ts';
import type { Answer, State } from './dispatch.ts';
import type { Fault } from './faults.ts';
import { Refusal, type Reply } from './reply.ts';
import { asObject } from './schema.ts';
import { signedUrl } from './signed-url.ts';

/** A request to the results service or the storage. Its body need not be JSON. */
export interface RawRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  readonly body: Buffer;
}

type Body = Readonly<Record<string, unknown>>;

interface Method {
  readonly validate: ValidateFunction;
  readonly handle: (state: State, job: Job, body: Body, origin: string) => unknown;
}

export const ARTIFACT_SERVICE = '/twirp/github.actions.results.api.v1.ArtifactService/';

/** Twirp's codes for the statuses used here (Twirp specification, error codes). */
const CODES: Readonly<Record<number, string>> = {
  400: 'invalid_argument',
  401: 'unauthenticated',
  403: 'permission_denied',
  404: 'not_found',
  409: 'already_exists',
  429: 'resource_exhausted',
};

const text = { type: 'string', minLength: 1 };
const ids = { workflow_run_backend_id: text, workflow_job_run_backend_id: text };
const ajv = new Ajv({ allErrors: true, formats: fullFormats });

/** Requests in the form of @actions/artifact's generated messages: protobuf's JSON, with the names of the .proto file. */
function shape(required: Body, optional: Body = {}): ValidateFunction {
  const properties = { ...ids, ...required, ...optional };
  const names = Object.keys({ ...ids, ...required });
  return ajv.compile({ type: 'object', properties, required: names, additionalProperties: false });
}

const METHODS: Readonly<Record<string, Method>> = {
  CreateArtifact: {
    validate: shape(
      { name: text, version: { const: 7 }, mime_type: text },
      { expires_at: { type: 'string', format: 'date-time' } },
    ),
    handle: ({ world }, job, { name, mime_type: mimeType }, origin) => {
      const key = world.artifacts.create(job, String(name), String(mimeType));
      return { ok: true, signed_upload_url: signedUrl(origin, `/upload/${key}`) };
    },
  },
  FinalizeArtifact: {
    validate: shape({ name: text, size: { type: 'string', pattern: '^\\d+$' } }, { hash: text }),
    handle: finalizeArtifact,
  },
  ListArtifacts: {
    validate: shape({}, { name_filter: text, id_filter: text }),
    handle: ({ world }, job, { name_filter: filter }) => ({
      artifacts: world.artifacts
        .ofRun(job.runId, job.repository)
        .filter(({ name }) => filter === undefined || name === filter)
        .map((artifact) => monolithArtifact(job, artifact)),
    }),
  },
  DeleteArtifact: {
    validate: shape({ name: text }),
    handle: ({ world }, job, { name }) => ({
      ok: true,
      artifact_id: String(world.artifacts.delete(job, String(name)).id),
    }),
  },
};

/** Answers one call of the service at `ACTIONS_RESULTS_URL`, and records in `violations` what a real client never sends. */
export function serveArtifacts(state: State, request: RawRequest): Answer {
  const name = request.url.pathname.slice(ARTIFACT_SERVICE.length);
  const operationId = `ArtifactService/${name}`;
  try {
    const method = METHODS[name];
    if (method === undefined || request.method !== 'POST') throw violation(state, operationId, ['no such method']);
    return { operationId, ...serve(state, request, method, operationId) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return { operationId, ...twirpError(error.status, error.message) };
  }
}

function serve(state: State, request: RawRequest, method: Method, operationId: string): Reply {
  const [, token = ''] = /^Bearer (\S+)$/.exec(String(request.headers.authorization)) ?? [];
  const job = state.world.artifacts.job(token);
  if (job === undefined) throw new Refusal(401, 'the token is not that of a job');
  const body = asObject(JSON.parse(request.body.toString()));
  if (!method.validate(body)) throw violation(state, operationId, [ajv.errorsText(method.validate.errors)]);
  if (body.workflow_run_backend_id !== job.runBackendId) throw new Refusal(403, 'the run is not that of the token');
  const handle = (): Reply => ({ status: 200, body: method.handle(state, job, body, request.url.origin) });
  const fault = state.faults.take(operationId);
  if (fault === undefined) return handle();
  if (fault.afterApplying) handle();
  return faultOf(fault);
}

function finalizeArtifact(state: State, job: Job, { name, size, hash }: Body): unknown {
  const given = hash === undefined ? undefined : String(hash);
  const { artifact, wrong } = state.world.artifacts.finalize(job, String(name), Number(size), given);
  for (const sentence of wrong) state.violations.push(`ArtifactService/FinalizeArtifact: ${sentence}`);
  return { ok: true, artifact_id: String(artifact.id) };
}

const monolithArtifact = ({ runBackendId }: Job, artifact: StoredArtifact) => ({
  workflow_run_backend_id: runBackendId,
  workflow_job_run_backend_id: artifact.jobBackendId,
  database_id: String(artifact.id),
  name: artifact.name,
  size: String(artifact.size),
  created_at: artifact.createdAt,
  digest: artifact.digest,
});

function faultOf({ status, headers = {}, body }: Fault): Reply {
  return { ...(body === undefined ? twirpError(status, 'failed as the test asked') : { status, body }), headers };
}

const twirpError = (status: number, msg: string): Reply => ({
  status,
  body: { code: CODES[status] ?? 'internal', msg },
});

function violation(state: State, operationId: string, errors: readonly string[]): Refusal {
  for (const error of errors) state.violations.push(`${operationId}: ${error}`);
  return new Refusal(400, errors.join(', '));
}
