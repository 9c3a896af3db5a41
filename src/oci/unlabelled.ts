import { type Prefetched, readBytes } from './bytes.ts';
import { digestOf } from './digest.ts';
import { type LayerOptions, readPrefetchedLayer, type SeenLayer } from './layer/layer.ts';
import { mediaTypeOf } from './media-type.ts';

/** A blob that came without a media type: a layer that was walked, or a document that was kept. */
export type Unlabelled =
  | { readonly kind: 'layer'; readonly layer: SeenLayer }
  | { readonly kind: 'document'; readonly digest: string; readonly bytes: Buffer };

export type UnlabelledOptions = Pick<LayerOptions, 'place' | 'limits' | 'onBytes' | 'inspect' | 'estimate'>;

/**
 * Reads a blob of which nobody says what it is: what starts as gzip, zstd or tar is walked as a layer, all else kept as a
 * document of at most `limits.config` bytes. `ahead` must hold its first 512 bytes. Throws ImageError.
 */
export async function readUnlabelled(ahead: Prefetched, options: UnlabelledOptions): Promise<Unlabelled> {
  const mediaType = mediaTypeOf(ahead.first);
  if (mediaType !== undefined) {
    return { kind: 'layer', layer: await readPrefetchedLayer(ahead, { ...options, mediaType }) };
  }
  const bytes = await readBytes(ahead.stream, options.limits.config, options.place);
  options.onBytes?.(bytes.length);
  return { kind: 'document', digest: digestOf(bytes), bytes };
}
