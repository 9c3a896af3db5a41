import type { Measurer } from '../../src/measurer/measurer.ts';

/** A measurer with fixed answers and without layers. */
export function makeMeasurer(measure: Measurer['measure']): Measurer {
  return {
    prepare: () => {},
    measure,
    measureAll: async (images, where) =>
      new Map(await Promise.all(images.map(async (image) => [image.name, await measure(image, where)] as const))),
    know: async () => {},
    layerIndex: () => undefined,
    [Symbol.asyncDispose]: async () => {},
  };
}
