import { readSecret } from '../../config/secrets.ts';
import { credentialsOf, type Secret } from '../../model/image.ts';
import { type Environment, environment } from '../../process/environment.ts';
import { UserError } from '../../text/error.ts';
import { readKeys } from '../cache.ts';
import { createRedact, type Redact } from '../redact.ts';
import type { BakeTarget } from './definition.ts';

/**
 * Hides the secrets of bake targets in everything that leaves the process. Secrets that are missing, or too short to differ from other
 * text, are left to buildx.
 * @param root directory that the files of secrets are relative to
 */
export function bakeRedaction(targets: readonly BakeTarget[], root: string, env: Environment | undefined): Redact {
  const variables = environment(env);
  const values = targets.flatMap(({ secrets }) => secrets.flatMap((entry) => secretValue(entry, root, variables)));
  const contexts = targets.flatMap(({ context, contexts }) => [context, ...Object.values(contexts)]);
  return createRedact([...values, ...contexts.flatMap(credentialsOf)]);
}

function secretValue(entry: string, root: string, env: Environment): readonly string[] {
  try {
    return [readSecret(secretOf(entry, env), root, env)];
  } catch (error) {
    if (error instanceof UserError) return [];
    throw error;
  }
}

/** Without a source, the id names the variable, or else the file (moby/buildkit, session/secrets/secretsprovider/store.go). */
function secretOf(entry: string, variables: Environment): Secret {
  const keys = readKeys(entry);
  const id = keys.get('id') ?? '';
  const file = keys.get('src') ?? keys.get('source');
  const env = keys.get('env') ?? (file === undefined && variables[id] !== undefined ? id : undefined);
  if (env !== undefined && file === undefined) return { id, env };
  return { id, file: file ?? id };
}
