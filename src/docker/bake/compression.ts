import type { Builder } from '../builder.ts';
import { askedForm, canRead } from '../compression.ts';
import type { BakeTarget, Output } from './definition.ts';
import { imageOutputs } from './outputs.ts';

/** Keys of an output that decide how the bytes of layers are stored. The others say where the image goes. */
const KEYS = ['compression', 'compression-level', 'force-compression', 'oci-mediatypes'];
const VALUE = /^[A-Za-z0-9.+-]{1,40}$/;

/** What a target's own output says of compression, and whether a builder can export so. */
export interface Compression {
  /** `KEY=value`, in a fixed order. None where the output says nothing of it. */
  readonly settings: readonly string[];
  readonly applied: boolean;
}

/**
 * The compression that a target's images are stored with: of its first output that is pushed, or else of its first one with an image. A
 * builder that exports into its daemon has no such settings, and eStargz has ended daemons of Docker 28. An image that this Node.js cannot read is
 * exported without them.
 */
export function compressionOf({ outputs }: Pick<BakeTarget, 'outputs'>, builder?: Builder): Compression {
  const images = imageOutputs(outputs);
  const output = images.find(isPushed) ?? images[0];
  const settings = KEYS.flatMap((key) => {
    const value = output?.get(key) ?? '';
    return VALUE.test(value) ? [`${key}=${value}`] : [];
  });
  const form = askedForm(settings);
  const isRisky = builder?.driver === 'docker' && form === 'estargz';
  return { settings, applied: builder?.export !== 'daemon' && !isRisky && canRead(form) };
}

function isPushed(output: Output): boolean {
  return output.get('type') === 'registry' || output.get('push') === 'true';
}
