import type { BuildFacts } from '../docker/build.ts';
import type { Converted } from '../model/measurement.ts';
import type { ImageSource, StoredImage } from '../oci/image.ts';
import { openLayoutImage } from '../oci/source.ts';
import { type MeasuringSession, readingOf } from './session.ts';

/** What the log says before a second export. */
export const FORCED =
  'The builder holds layers of this image in another compression, from an earlier build. It exports the image once more in the one that is measured.';

/** What of a build decides which of its layers are its own. */
export type Exported = { readonly digest: string } & Pick<BuildFacts, 'provenance' | 'inferBase'>;

/** An opened export, and what had to be converted for it. */
export interface Opened {
  readonly source: ImageSource;
  readonly converted?: Converted;
}

/**
 * Opens the image of a build whose own layers have the form that it asks for. BuildKit exports a layer in the form that it holds, whatever an
 * export asks for. The size would depend on what the builder made before. Where a layer has another form, `again` exports
 * the image once more with that form forced. Layers of the base image stay as they are, as a push leaves them.
 * Layers stay as they are where it is not known which are the build's own. So they do where the second export is of other layers or converted nothing.
 * @param form what the build asks for, in the words of BuildKit's option `compression`
 * @throws ImageError when an export cannot be read, and what `again` throws
 */
export async function openInForm(
  session: MeasuringSession,
  exported: Exported,
  form: string,
  again: () => Promise<Exported>,
): Promise<Opened> {
  const open = ({ digest }: Exported) => openLayoutImage(session.layout, digest, readingOf(session));
  const source = await open(exported);
  const [image] = source.images;
  const others = image === undefined ? [] : ownOfOtherForm(image, exported, form);
  if (image === undefined || others.length === 0) return { source };
  const forced = await open(await again());
  const merged = mergeForms(image, forced.images[0], others);
  const close = async () => {
    await forced[Symbol.asyncDispose]();
    await source[Symbol.asyncDispose]();
  };
  if (merged === undefined) return { source: { ...source, [Symbol.asyncDispose]: close } };
  const from = [...new Set(others.map((at) => image.layers[at]?.form ?? ''))].join(', ');
  const converted = { layers: others.length, from, to: form };
  return { source: { ...source, images: [merged], [Symbol.asyncDispose]: close }, converted };
}

/** Positions of the layers that the build made and that have another form. */
function ownOfOtherForm(image: StoredImage, { provenance, inferBase }: Exported, form: string): readonly number[] {
  const own = (provenance ?? inferBase?.(image.config.createdBy))?.ownLayers;
  if (own === undefined) return [];
  const first = image.layers.length - own;
  return image.layers.flatMap((layer, at) =>
    at >= first && layer.form !== undefined && layer.form !== form ? [at] : [],
  );
}

/** The image with these layers as the second export has them. Undefined where that one is another image, or has the same layers. */
function mergeForms(
  image: StoredImage,
  forced: StoredImage | undefined,
  others: readonly number[],
): StoredImage | undefined {
  if (forced === undefined || forced.config.diffIds.join() !== image.config.diffIds.join()) return undefined;
  if (others.every((at) => forced.layers[at]?.digest === image.layers[at]?.digest)) return undefined;
  const layers = image.layers.map((layer, at) => (others.includes(at) ? (forced.layers[at] ?? layer) : layer));
  const isForced = layers.every(({ digest }, at) => digest === forced.layers[at]?.digest);
  // The manifest of a push from a builder that held nothing is in neither export.
  return { ...image, manifestDigest: isForced ? forced.manifestDigest : '', layers };
}
