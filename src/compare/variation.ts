import type { MeasuredLayer, Measurement } from '../model/measurement.ts';
import { growthBetween } from './sides.ts';

/** The smallest and the largest size of several builds of one commit, in bytes. */
export interface Spread {
  readonly min: number;
  readonly max: number;
  readonly spread: number;
}

/** How much several builds of one image from the same files differ, on one platform. Bytes. */
export interface Variation {
  readonly image: string;
  readonly platform: string;
  readonly builds: number;
  /** True where `download` is an estimate. */
  readonly estimated: boolean;
  readonly download: Spread;
  readonly unpacked: Spread;
  /** Of the config blob: its timestamps have more digits or fewer. */
  readonly config: Spread;
  /** The largest growth that a comparison of two of the builds finds. It counts a layer of the same content as 0. */
  readonly growth: Differences;
  /** How many layers the image has. */
  readonly layerCount: number;
  /** The layers that are not the same in every build, base first. */
  readonly layers: readonly LayerVariation[];
  /** The tolerance that the builds suggest; null where none is needed. */
  readonly noise: number | null;
  /** Present where builds with SOURCE_DATE_EPOCH were tried. */
  readonly epoch?: EpochTrial;
}

/** The largest difference between repeated builds, in bytes. */
export interface Differences {
  readonly download: number;
  readonly unpacked: number;
  readonly newBytes: number;
}

/** How a layer varied between repeated builds. */
export interface LayerVariation {
  /** From 1, base first. */
  readonly position: number;
  readonly createdBy: string;
  /** `metadata`: the files are the same, but not their times, modes or owners. `compression`: the tar is the same, its compressed form not. */
  readonly differs: 'content' | 'metadata' | 'compression';
  readonly download: Spread;
  readonly unpacked: Spread;
  /** The files that differ most; empty where the layers' indexes are not known. */
  readonly paths: readonly PathVariation[];
  /** How many more files differ. */
  readonly morePaths: number;
}

/** A file that differs between builds; a spread of 0 is other content of the same size. */
export interface PathVariation extends Spread {
  readonly path: string;
}

/** What builds with one SOURCE_DATE_EPOCH differed by. */
export interface EpochTrial {
  /** Seconds since 1970, the value it was set to. */
  readonly value: number;
  readonly builds: number;
  readonly growth: Differences;
  /** Layers that differ without it and not with it. */
  readonly settled: number;
  /** Layers that differ with it too. */
  readonly remaining: number;
  /** Whether nothing differs any more, or at most half of what did. */
  readonly helps: boolean;
}

/** A file of a layer, as in the layer's index. */
export interface LayerFile {
  readonly path: string;
  readonly type: string;
  readonly size: number;
  readonly crc32?: number;
}

/** The entries of a layer by its digest; undefined where it was not read in this run. */
export type FilesOf = (digest: string) => readonly LayerFile[] | undefined;

/** Most files named of one layer. */
const MOST_PATHS = 5;
/** A few builds do not find the extremes, so a tolerance is larger than the spread found. */
const MARGIN = 1.5;
/** The smallest tolerance that is proposed, in bytes. */
const LEAST_NOISE = 1000;

/**
 * How much builds of one image from the same files differ. Takes at least one build, all of one platform.
 * @throws RangeError without any build
 */
export function measureVariation(builds: readonly Measurement[], filesOf: FilesOf): Variation {
  const [first] = builds;
  if (first === undefined) throw new RangeError('no build to measure the variation of');
  const growth = largestGrowth(builds);
  const layers = varyingLayers(builds, filesOf);
  return {
    image: first.image,
    platform: first.platform,
    builds: builds.length,
    estimated: builds.some(({ estimated }) => estimated),
    download: spreadOf(builds.map(({ download }) => download)),
    unpacked: spreadOf(builds.map(({ unpacked }) => unpacked)),
    config: spreadOf(builds.map(({ configSize }) => configSize)),
    growth,
    layerCount: first.layers.length,
    layers,
    noise: layers.length === 0 ? null : proposeNoise(Math.max(growth.download, growth.unpacked)),
  };
}

/** A round tolerance in bytes over a spread, with a margin: 1, 2 or 5 times a power of ten. Null for a spread of 0. */
export function proposeNoise(spread: number): number | null {
  if (spread <= 0) return null;
  const least = Math.max(LEAST_NOISE, Math.ceil(spread * MARGIN));
  const power = 10 ** Math.floor(Math.log10(least));
  return [1, 2, 5].map((step) => step * power).find((round) => round >= least) ?? 10 * power;
}

/**
 * What SOURCE_DATE_EPOCH changed. A layer counts as settled only where its bytes are the same with it. Only the spread of settled layers counts
 * as saved: a smaller spread of other layers may be chance.
 */
export function evaluateEpoch(without: Variation, withEpoch: Variation, value: number): EpochTrial {
  const still = new Set(withEpoch.layers.map(({ position }) => position));
  const settled = without.layers.filter(({ position, differs }) => differs !== 'compression' && !still.has(position));
  const saved = settled.reduce((sum, { unpacked }) => sum + unpacked.spread, 0);
  const { builds, growth } = withEpoch;
  const isHalved =
    growth.newBytes * 2 <= without.growth.newBytes || (saved > 0 && saved * 2 >= without.growth.unpacked);
  const helps = settled.length > 0 && (still.size === 0 || isHalved);
  return { value, builds, growth, settled: settled.length, remaining: still.size, helps };
}

function spreadOf(values: readonly number[]): Spread {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return { min, max, spread: max - min };
}

function largestGrowth(builds: readonly Measurement[]): Differences {
  const pairs = builds.flatMap((a, at) => builds.slice(at + 1).map((b) => growthBetween(a, b)));
  const largest = (bytes: readonly (number | null)[]) => Math.max(0, ...bytes.map((each) => Math.abs(each ?? 0)));
  return {
    download: largest(pairs.map(({ download }) => download)),
    unpacked: largest(pairs.map(({ unpacked }) => unpacked)),
    newBytes: largest(pairs.map(({ newBytes }) => newBytes)),
  };
}

/** Builds of one Dockerfile have the same number of layers, in one order. A layer that only some builds have differs. */
function varyingLayers(builds: readonly Measurement[], filesOf: FilesOf): readonly LayerVariation[] {
  const count = Math.max(...builds.map(({ layers }) => layers.length));
  return Array.from({ length: count }, (_, at) => builds.map(({ layers }) => layers[at])).flatMap((copies, at) => {
    const differs = differenceOf(copies);
    return differs === null ? [] : [layerVariation(at + 1, copies, differs, filesOf)];
  });
}

type Copies = readonly (MeasuredLayer | undefined)[];

function differenceOf(copies: Copies): LayerVariation['differs'] | null {
  const several = (key: (layer: MeasuredLayer | undefined) => unknown) => new Set(copies.map(key)).size > 1;
  if (several((layer) => layer?.contents)) return 'content';
  if (several((layer) => layer?.diffId)) return 'metadata';
  return several((layer) => layer?.download) ? 'compression' : null;
}

function layerVariation(
  position: number,
  copies: Copies,
  differs: LayerVariation['differs'],
  filesOf: FilesOf,
): LayerVariation {
  const paths = differs === 'content' ? varyingPaths(copies, filesOf) : [];
  return {
    position,
    createdBy: copies.find((layer) => layer !== undefined)?.createdBy ?? '',
    differs,
    download: spreadOf(copies.map((layer) => layer?.download ?? 0)),
    unpacked: spreadOf(copies.map((layer) => layer?.unpacked ?? 0)),
    paths: paths.slice(0, MOST_PATHS),
    morePaths: Math.max(0, paths.length - MOST_PATHS),
  };
}

/** Files that differ in size or content, the largest spread first, then the largest file. */
function varyingPaths(copies: Copies, filesOf: FilesOf): readonly PathVariation[] {
  const layers = copies.map((layer) => filesIn(layer, filesOf));
  if (layers.includes(undefined)) return [];
  const known = layers.filter((files) => files !== undefined);
  return [...new Set(known.flatMap((files) => [...files.keys()]))]
    .map((path) => ({ path, versions: known.map((files) => files.get(path)) }))
    .filter(({ versions }) => new Set(versions.map((file) => file && `${file.size} ${file.crc32}`)).size > 1)
    .map(({ path, versions }) => ({ path, ...spreadOf(versions.map((file) => file?.size ?? 0)) }))
    .sort((a, b) => b.spread - a.spread || b.max - a.max || (a.path < b.path ? -1 : 1));
}

function filesIn(layer: MeasuredLayer | undefined, filesOf: FilesOf): ReadonlyMap<string, LayerFile> | undefined {
  if (layer === undefined) return new Map();
  const files = filesOf(layer.digest)?.filter(({ type }) => type === 'file');
  return files && new Map(files.map((file) => [file.path, file]));
}
