import { request } from 'node:http';
import { z } from 'zod';
import type { Engine } from './docker.ts';

/** A description of an image is some kilobytes; an index has at most some hundred manifests. */
const MAX_ANSWER = 16 * 1024 * 1024;
/** Seconds to wait for the daemon. */
const TIME_LIMIT = 30;

/** Image inspect with `manifests` (Engine API 1.48 and newer). */
const ANSWER = z.object({
  Manifests: z.array(
    z.object({
      Kind: z.string(),
      Available: z.boolean(),
      ImageData: z
        .object({ Platform: z.object({ os: z.string(), architecture: z.string(), variant: z.string().optional() }) })
        .optional(),
    }),
  ),
});

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
  const parsed = ANSWER.safeParse(orUndefined(text));
  if (!parsed.success) return undefined;
  const images = parsed.data.Manifests.filter(({ Kind }) => Kind === 'image');
  const platforms = (isThere: boolean) =>
    images
      .filter(({ Available }) => Available === isThere)
      .flatMap(({ ImageData }) => (ImageData === undefined ? [] : [words(ImageData.Platform)]));
  return { present: platforms(true), absent: platforms(false) };
}

function words({ os, architecture, variant }: { os: string; architecture: string; variant?: string | undefined }) {
  return [os, architecture, ...(variant ? [variant] : [])].join('/');
}

function orUndefined(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return undefined;
  }
}

/** The body of an answer with status 200. */
function ask(socketPath: string, path: string, outer: AbortSignal | undefined): Promise<string> {
  const late = AbortSignal.timeout(TIME_LIMIT * 1000);
  const signal = outer === undefined ? late : AbortSignal.any([outer, late]);
  return new Promise((resolve, reject) => {
    const asking = request({ socketPath, path, signal, headers: { host: 'docker' } }, async (answer) => {
      try {
        let text = '';
        for await (const chunk of answer.setEncoding('utf8')) {
          text += chunk;
          if (text.length > MAX_ANSWER) throw new Error('the answer is too long');
        }
        if (answer.statusCode !== 200) throw new Error(`status ${answer.statusCode}`);
        resolve(text);
      } catch (error) {
        reject(error);
      }
    });
    asking.on('error', reject);
    asking.end();
  });
}
