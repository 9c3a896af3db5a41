import { instructionOf } from '../text/instruction.ts';
import type { JsonObject } from './json.ts';

/** Instructions of a Dockerfile that write no files. */
const OF_CONFIG =
  /^(?:CMD|ENTRYPOINT|ENV|LABEL|EXPOSE|USER|ARG|STOPSIGNAL|HEALTHCHECK|SHELL|VOLUME|MAINTAINER|ONBUILD)(?:\s|$)/i;
/** Those that write files. */
const WRITERS = /^(?:RUN|COPY|ADD|WORKDIR)(?:\s|$)/i;
/** Steps of one layer that are named; a text is cut besides, where it is shown. */
const MOST_STEPS = 50;

/**
 * What made each layer, base first: `created_by` of the history entry that made it (image-spec, config.md). Where a builder made one layer of
 * several steps, these steps. buildah, kaniko's single snapshot and `docker build --squash` write all but the last as empty. So the layer would stand
 * under the last instruction, which may be `CMD`.
 */
export function readCreatedBy(document: JsonObject, layerCount: number): readonly string[] {
  const joins = joinsSteps(document);
  const made: string[] = [];
  let waiting: string[] = [];
  for (const entry of document.objects('history')) {
    const createdBy = entry.optionalText('created_by') ?? '';
    if (entry.flag('empty_layer')) {
      if (WRITERS.test(instructionOf(createdBy))) waiting.push(createdBy);
      continue;
    }
    made.push(stepsOf(createdBy, waiting, joins));
    waiting = [];
  }
  return Array.from({ length: layerCount }, (_, at) => made[at] ?? '');
}

function stepsOf(createdBy: string, before: readonly string[], joins: boolean): string {
  const isWriter = createdBy !== '' && !OF_CONFIG.test(instructionOf(createdBy));
  if (isWriter && (before.length === 0 || !joins)) return createdBy;
  const steps = [...before, ...(isWriter ? [createdBy] : [])].map(instructionOf);
  return steps.slice(0, MOST_STEPS).join('; ');
}

/** Whether the builder marks steps as empty that wrote files. Others do so for a `RUN` that wrote none. */
function joinsSteps(document: JsonObject): boolean {
  const labels = document.optionalObject('config')?.optionalObject('Labels');
  if (labels?.has('io.buildah.version') === true) return true;
  return document.objects('history').some((entry) => entry.optionalText('author') === 'kaniko');
}
