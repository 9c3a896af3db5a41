import { asRecord, asText } from '../text/json.ts';
import type { Engine } from './docker.ts';
import { askSocket, textOf } from './socket.ts';

/** A description of an image is some kilobytes; an index has at most some hundred manifests. */
const MAX_ANSWER = 16 * 1024 * 1024;
/** Seconds to wait for the daemon. */
const TIME_LIMIT = 30;

/** `os/arch[/variant]` of the images of an index: those that the daemon holds, and those that it knows of only. */
export interface IndexPlatforms {
  readonly present: readonly string[];
  readonly absent: readonly string[];
}

/**
 * The platforms that a daemon on a local socket has of an index. The command line tells them in no form that a program can read. Undefined where the
 * daemon does not say: an older one, the classic store, one that is not on a socket.
 */
export async function readIndexPlatforms(
  endpoint: string,
  reference: string,
  { signal }: Pick<Engine, 'signal'>,
): Promise<IndexPlatforms | undefined> {
  if (!endpoint.startsWith('unix://')) return undefined;
  const path = `/images/${encodeURIComponent(reference)}/json?manifests=true`;
  const text = await ask(endpoint.slice('unix://'.length), path, signal).catch((error: unknown) => {
    signal?.throwIfAborted();
    if (!(error instanceof Error)) throw error;
    return undefined;
  });
  const manifests = asRecord(orUndefined(text)).Manifests;
  if (!Array.isArray(manifests)) return undefined;
  const images = manifests.map(asRecord).filter(({ Kind }) => Kind === 'image');
  const platforms = (isThere: boolean) =>
    images
      .filter(({ Available }) => (Available === true) === isThere)
      .map(platformOf)
      .filter((platform) => platform !== '');
  return { present: platforms(true), absent: platforms(false) };
}

/** Of a manifest in the answer to image inspect with `manifests` (Engine API 1.48 and newer). */
function platformOf({ ImageData }: Readonly<Record<string, unknown>>): string {
  const { os, architecture, variant } = asRecord(asRecord(ImageData).Platform);
  const parts = [asText(os), asText(architecture), asText(variant)];
  return parts[0] === '' || parts[1] === '' ? '' : parts.filter((part) => part !== '').join('/');
}

function orUndefined(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The body of an answer with status 200. */
async function ask(socketPath: string, path: string, outer: AbortSignal | undefined): Promise<string> {
  const late = AbortSignal.timeout(TIME_LIMIT * 1000);
  const signal = outer === undefined ? late : AbortSignal.any([outer, late]);
  const answer = await askSocket({ socketPath, path, signal });
  const text = await textOf(answer, MAX_ANSWER);
  if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
  return text;
}
