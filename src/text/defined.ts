/** Every key of an object, the optional ones too: their value may be undefined, but none can be forgotten. */
export type Every<Values> = {
  readonly [Key in keyof Values]-?: Values extends { readonly [Other in Key]: unknown }
    ? Values[Key]
    : Values[Key] | undefined;
};

/** An object without the keys whose value is undefined. */
export function defined<Values extends object>(values: Every<Values>): Values {
  const entries = Object.entries(values).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Values;
}
