import type { LayerSource } from '../../model/layer.ts';
import { asList, asRecord, asText } from '../../text/json.ts';
import { findParents, findTarget, type Parents, possibleLineage, type Values } from '../dockerfile/stages.ts';
import {
  type DockerfileTree,
  hashText,
  instructionAt,
  LONGEST_DOCKERFILE,
  parseDockerfile,
} from '../dockerfile/tree.ts';
import { type KnownDockerfile, sourceOf } from './known-dockerfile.ts';
import { readChain, type Step } from './provenance.ts';

/** A Dockerfile in a provenance that the build knows too. */
interface Written {
  readonly known: KnownDockerfile;
  readonly tree: DockerfileTree;
  readonly parents: Parents;
  /** Stages that can contain the image's last layer. */
  readonly reach: ReadonlySet<number>;
  /** How many lines it has. */
  readonly lines: number;
}

/** Where a step may be written. One step can stand for the same instruction in several stages. */
interface Location {
  /** Number of the Dockerfile in the provenance. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** No step has more places. BuildKit names each stage that has the instruction. */
const MOST_LOCATIONS = 1000;

/**
 * Reads from buildx's metadata which lines made each of the Dockerfile's own layers, bottom first. Undefined where it has no provenance
 * (see readProvenance). A layer's source is undefined where it is unknown: its lines are not in the file, or the file is not in `known`.
 * Source: BuildKit's docs/attestations/slsa-definitions.md, metadata["https://mobyproject.org/buildkit@v1#metadata"].source.
 */
export function readSources(
  metadata: unknown,
  known: readonly KnownDockerfile[],
): readonly (LayerSource | undefined)[] | undefined {
  const chain = readChain(metadata);
  if (chain === undefined) return undefined;
  const { source } = asRecord(asRecord(chain.provenance.metadata)['https://mobyproject.org/buildkit@v1#metadata']);
  const { infos, locations } = asRecord(source);
  const written = new WrittenFiles(asList(infos), known, targetOf(chain.provenance));
  const places = chain.own.map((id) => locationsOf(asRecord(asRecord(locations)[id])));
  return choose(places, written);
}

/** The Dockerfiles of a provenance. Each is decoded at the first access, because a hostile provenance may have a million. */
class WrittenFiles {
  readonly #infos: readonly unknown[];
  readonly #known: readonly KnownDockerfile[];
  readonly #target: Target;
  readonly #found = new Map<number, Written | undefined>();

  constructor(infos: readonly unknown[], known: readonly KnownDockerfile[], target: Target) {
    this.#infos = infos;
    this.#known = known;
    this.#target = target;
  }

  at(index: number): Written | undefined {
    if (!this.#found.has(index)) this.#found.set(index, this.#read(asRecord(this.#infos[index])));
    return this.#found.get(index);
  }

  #read({ data }: Step): Written | undefined {
    const encoded = asText(data);
    if (encoded === '' || encoded.length > LONGEST_DOCKERFILE * 1.5) return undefined;
    const content = Buffer.from(encoded, 'base64');
    const known = this.#knownAs(hashText(content));
    if (known === undefined) return undefined;
    const text = content.toString('utf8');
    const tree = parseDockerfile(text);
    return { known, tree, lines: text.split('\n').length, ...this.#stagesOf(tree, known) };
  }

  /** The target and the arguments are those of the build's own Dockerfile, which is the first known one. */
  #stagesOf(tree: DockerfileTree, known: KnownDockerfile): Pick<Written, 'parents' | 'reach'> {
    if (known !== this.#known[0]) {
      return { parents: findParents(tree, undefined), reach: new Set(tree.stages.keys()) };
    }
    const parents = findParents(tree, this.#target.values);
    const stage = findTarget(tree, this.#target.name);
    return { parents, reach: stage === undefined ? new Set() : possibleLineage(parents, stage.number) };
  }

  #knownAs(digest: string): KnownDockerfile | undefined {
    return this.#known.find((known) => known.digest === digest || known.digest === undefined);
  }
}

function locationsOf({ locations }: Step): readonly Location[] {
  return asList(locations)
    .slice(0, MOST_LOCATIONS)
    .map(asRecord)
    .flatMap(({ sourceIndex = 0, ranges }) => {
      let [start, end] = [Number.POSITIVE_INFINITY, 0];
      // There is one range for each line, so a here-document may have thousands.
      for (const range of asList(ranges).map(asRecord)) {
        const [first, last] = [asRecord(range.start).line, asRecord(range.end).line];
        if (!isLine(first) || !isLine(last) || last < first) return [];
        [start, end] = [Math.min(start, first), Math.max(end, last)];
      }
      return end > 0 && Number.isInteger(sourceIndex) ? [{ index: sourceIndex as number, start, end }] : [];
    });
}

function isLine(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 0;
}

/** The target and the arguments of the build. */
interface Target {
  readonly name: string;
  readonly values: Values;
}

function targetOf(provenance: Step): Target {
  const { parameters } = asRecord(provenance.invocation);
  const { request } = asRecord(asRecord(provenance.buildDefinition).externalParameters);
  const { args } = asRecord(parameters ?? request);
  const values = Object.entries(asRecord(args)).flatMap(([key, value]) =>
    key.startsWith('build-arg:') ? [[key.slice('build-arg:'.length), asText(value)] as const] : [],
  );
  return { name: asText(asRecord(args).target), values: Object.fromEntries(values) };
}

/**
 * Chooses the place of each step, from the image's last step down. Of several places it takes the one in a stage that is possible there:
 * the target's, or one that the stage above starts from. Where several remain, it chooses none.
 */
function choose(places: readonly (readonly Location[])[], written: WrittenFiles): readonly (LayerSource | undefined)[] {
  const reach = new Map<Written, ReadonlySet<number>>();
  const chosen = places.toReversed().map((locations) => {
    const known = distinct(locations.flatMap((location) => placeOf(location, written.at(location.index)) ?? []));
    const possible = known.filter(({ file, stage }) => (reach.get(file) ?? file.reach).has(stage));
    const [place] = known.length === 1 ? known : possible.length === 1 ? possible : [];
    if (place !== undefined) reach.set(place.file, possibleLineage(place.file.parents, place.stage));
    return place?.source;
  });
  return chosen.toReversed();
}

/** A location in a known Dockerfile. */
interface Place {
  readonly file: Written;
  readonly stage: number;
  readonly source: LayerSource;
}

function placeOf({ start, end }: Location, file: Written | undefined): Place | undefined {
  const instruction = file && instructionAt(file.tree, start);
  if (file === undefined || instruction === undefined || end > file.lines) return undefined;
  return {
    file,
    stage: instruction.stage,
    source: sourceOf(instruction, file.tree.stages, file.known, { start, end }),
  };
}

/** Two Dockerfiles of a provenance may be the same one, for two targets. */
function distinct(places: readonly Place[]): readonly Place[] {
  return [...new Map(places.map((place) => [`${place.source.lines.start} ${place.source.file}`, place])).values()];
}
