import type { LayerSource } from '../../model/layer.ts';
import { asList, asRecord, asText } from '../docker.ts';
import { findParents, findTarget, type Parents, possibleLineage, type Values } from '../dockerfile/stages.ts';
import { hashText } from '../dockerfile/text.ts';
import { type DockerfileTree, instructionAt, LONGEST_DOCKERFILE, parseDockerfile } from '../dockerfile/tree.ts';
import { type KnownDockerfile, sourceOf } from './layer-source.ts';
import { readChain, type Step } from './provenance.ts';

/** A Dockerfile in a provenance that is known to the build, too. */
interface Written {
  readonly known: KnownDockerfile;
  readonly tree: DockerfileTree;
  readonly parents: Parents;
  /** Stages that the image's last layer can be of. */
  readonly reach: ReadonlySet<number>;
  /** How many lines it has. */
  readonly lines: number;
}

/** Where a step may have been written; one step can stand for the same instruction in several stages. */
interface Location {
  /** Number of the Dockerfile in the provenance. */
  readonly index: number;
  readonly start: number;
  readonly end: number;
}

/** More places than this no step has: BuildKit tells each stage that has the instruction. */
const MOST_LOCATIONS = 1000;

/**
 * Reads from buildx's metadata which lines made each layer of the Dockerfile's own, bottom first. Undefined where it has no provenance
 * (see readProvenance); a layer's source is undefined where nobody knows: lines that its file has not, a file that is none of `known`.
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

/** The Dockerfiles of a provenance, each decoded when it is first asked for: a hostile one may have a million. */
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

  /** The target and the arguments are those of the build's own Dockerfile, which is known first. */
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
      // One range a line, so that a here-document may have thousands.
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

/** What the build was asked for: its target and its arguments. */
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
 * From the image's last step down, the one place of each step, or of several the one in a stage that the image can be of there: the
 * target's, or one that the stage above it starts from. Where still several are left, none is told.
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

/** A location in a Dockerfile that is known. */
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
