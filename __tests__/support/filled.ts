/**
 * A value with every optional key at every depth, and something in every list. A sample of this type does not compile once the type has
 * a key that the sample lacks.
 */
export type Filled<Value> = Value extends readonly (infer Entry)[]
  ? readonly [Filled<Entry>, ...Filled<Entry>[]]
  : Value extends object
    ? { readonly [Key in keyof Value]-?: Filled<Exclude<Value[Key], undefined>> }
    : Value;
