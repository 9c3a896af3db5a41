import type { RawRequest } from './artifact-service.ts';
import type { Answer, State } from './dispatch.ts';
import { Refusal, type Reply } from './reply.ts';
import { isSigned, STORAGE } from './signed-url.ts';

type Operation = 'put-block' | 'put-block-list' | 'get';

/**
 * Answers one request to Azure's blob storage. Artifacts need Put Block, Put Block List and Get Blob by a signed URL (docs:
 * "Blob service REST API").
 */
export function serveStorage(state: State, request: RawRequest): Answer {
  const operation = operationOf(request);
  const operationId = operation === undefined ? undefined : `storage/${operation}`;
  try {
    if (operation === undefined) throw violation(state, request, 400, 'the storage has no such operation');
    checkAccess(state, request);
    const fault = state.faults.take(`storage/${operation}`);
    if (fault !== undefined)
      return { operationId, status: fault.status, headers: fault.headers ?? {}, body: xml(fault.body ?? 'Failed') };
    return { operationId, ...serve(state, request, operation) };
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return {
      operationId,
      status: error.status,
      headers: { 'content-type': 'application/xml' },
      body: xml(error.message),
    };
  }
}

function operationOf({ method, url }: RawRequest): Operation | undefined {
  const comp = url.searchParams.get('comp');
  const isUpload = url.pathname.startsWith(`${STORAGE}/upload/`);
  if (method === 'GET') return isUpload ? undefined : 'get';
  if (method !== 'PUT' || !isUpload) return undefined;
  return comp === 'block' ? 'put-block' : comp === 'blocklist' ? 'put-block-list' : undefined;
}

/** Azure refuses two kinds of credentials at once. A client that sends a token here has leaked it. */
function checkAccess(state: State, request: RawRequest): void {
  if (request.headers.authorization !== undefined) {
    throw violation(state, request, 400, 'a token was sent to the storage');
  }
  if (!isSigned(request.url)) throw new Refusal(403, 'AuthenticationFailed');
}

function serve({ world: { artifacts } }: State, { url, body }: RawRequest, operation: Operation): Reply {
  const key = url.pathname.split('/').at(-1) ?? '';
  if (operation === 'get') {
    const artifact = artifacts.byId(Number(key));
    if (artifact === undefined) throw new Refusal(404, 'BlobNotFound');
    return { status: 200, headers: { 'content-type': artifact.mimeType }, body: artifact.bytes };
  }
  if (operation === 'put-block') artifacts.stageBlock(key, url.searchParams.get('blockid') ?? '', body);
  else artifacts.commitBlocks(key, blockIds(body.toString()));
  return { status: 201, headers: { etag: '"0x8D"', 'x-ms-request-id': key } };
}

/** `<BlockList><Latest>ID</Latest>…</BlockList>`. */
const blockIds = (list: string): readonly string[] =>
  [...list.matchAll(/<(Latest|Uncommitted|Committed)>([^<]+)<\/\1>/g)].map(([, , id]) => id ?? '');

const xml = (code: unknown): Buffer =>
  Buffer.from(`<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`);

function violation(state: State, { method, url }: RawRequest, status: number, error: string): Refusal {
  state.violations.push(`${method} ${url.pathname}: ${error}`);
  return new Refusal(status, 'InvalidRequest');
}
