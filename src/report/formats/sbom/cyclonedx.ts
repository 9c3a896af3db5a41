import type { InventoryPackage } from '../../../model/packages/inventory.ts';
import {
  type Fact,
  imageFacts,
  imageUrl,
  namedPackage,
  packageFacts,
  type SbomRun,
  type SbomSubject,
  shownName,
  uuidOf,
} from './subject.ts';

/** How every file of ours begins. */
export const CYCLONEDX_MARKER = `{
  "$schema": "http://cyclonedx.org/schema/bom-1.6.schema.json",
  "bomFormat": "CycloneDX",
  "specVersion": "1.6",
  "version": 1,
  "metadata": {
    "tools": {
      "components": [
        {
          "type": "application",
          "name": "image-size-gate"`;

/** The reference of the image. Those of packages begin with `pkg:`. */
const IMAGE = 'image';

/**
 * The packages of an image as CycloneDX 1.6 JSON, with the bytes of each as properties. A program that a package ships is a component in that
 * package's. The same image gives the same text: the serial number is from its digest.
 */
export function renderCycloneDx(subject: SbomSubject, { version, created }: SbomRun): string {
  const { image, measurement, inventory } = subject;
  const purl = imageUrl(subject);
  const uuid = uuidOf(subject);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: {
      tools: { components: [{ type: 'application', name: 'image-size-gate', version }] },
      ...(created !== undefined && { timestamp: created }),
      lifecycles: [{ phase: 'post-build' }],
      component: {
        type: 'container',
        'bom-ref': IMAGE,
        name: shownName(image),
        ...(measurement.digest !== '' && { version: measurement.digest }),
        ...(purl !== undefined && { purl }),
        properties: properties(imageFacts(subject)),
      },
    },
    ...(uuid !== undefined && { serialNumber: `urn:uuid:${uuid}` }),
    components: inventory.packages.map((each) => component(each, subject)),
    dependencies: [{ ref: IMAGE, dependsOn: inventory.packages.map(({ purl }) => purl) }],
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}

function component(each: InventoryPackage, subject: SbomSubject) {
  const { purl, contains = [] } = each;
  // A package may lie in several others, and each reference is to be the only one of its name.
  const within = contains.map((inner) => described(inner, `${purl} contains ${inner}`));
  return {
    ...described(purl, purl),
    properties: properties(packageFacts(each, subject)),
    ...(within.length > 0 && { components: within }),
  };
}

function described(purl: string, reference: string) {
  const { group, name, version } = namedPackage(purl);
  return {
    type: 'library',
    'bom-ref': reference,
    ...(group !== '' && { group }),
    name,
    ...(version !== '' && { version }),
    purl,
  };
}

function properties(facts: readonly Fact[]) {
  return facts.map(([name, value]) => ({ name, value }));
}
