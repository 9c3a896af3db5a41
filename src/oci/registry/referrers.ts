import { readBytes } from '../bytes.ts';
import { ImageError, quote } from '../error.ts';
import { JsonObject, parseJson } from '../json.ts';
import { parseIndex } from '../manifest.ts';
import { Budget } from './budget.ts';
import { RemoteFailure } from './failure.ts';
import type { Registry } from './registry.ts';

const LARGEST = 1024 * 1024;
/** Seconds. No measurement waits longer for names of what is not measured. */
const PATIENCE = { answer: 10, stall: 10, total: 10 };

/**
 * Names the signatures, SBOMs and other artifacts that refer to a manifest (distribution-spec 1.1, "Listing Referrers"). They are no part of the image, and
 * no pull fetches them. Empty where the registry does not list them. Its tags of an older form are not looked for, since each look counts as a pull.
 */
export async function listReferrers(
  registry: Registry,
  repository: string,
  digest: string,
): Promise<readonly string[]> {
  try {
    const wanted = {
      repository,
      path: `referrers/${digest}`,
      headers: { Accept: 'application/vnd.oci.image.index.v1+json' },
    };
    const answer = await registry.get(wanted, new Budget(PATIENCE));
    if (answer.status !== 200) {
      await answer.discard();
      return [];
    }
    const place = { archive: answer.url.host };
    const bytes = await readBytes(answer.body(), LARGEST, place);
    const types = new JsonObject(parseJson(bytes, place), place).objects('manifests').map(typeOf);
    return parseIndex(bytes, place).map((found, at) => `${found.digest}, which refers to the image: ${types[at]}`);
  } catch (error) {
    if (error instanceof ImageError || error instanceof RemoteFailure) return [];
    throw error;
  }
}

function typeOf(manifest: JsonObject): string {
  return `an artifact of type ${quote(manifest.optionalText('artifactType') ?? manifest.optionalText('mediaType') ?? '')}`;
}
