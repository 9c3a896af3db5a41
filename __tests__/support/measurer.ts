import type { Measurer } from '../../src/measurer/measurer.ts';

/** A measurer with fixed answers and without layers. */
export function makeScale(measure: Measurer['measure']): Measurer {
  return {
    measure,
    measureAll: (images, where) => Promise.all(images.map((image) => measure(image, where))),
    know: async () => {},
    layerIndex: () => undefined,
    [Symbol.asyncDispose]: async () => {},
  };
}
